// SHA-256 of a long stream by a thread beside the one that reads, sends or writes it, so that hashing costs no time of theirs.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace chittyverify {

class HashAside {
 public:
  HashAside();
  HashAside(const HashAside&) = delete;
  HashAside& operator=(const HashAside&) = delete;
  ~HashAside();

  // Copied; waits while the thread is a mebibyte behind. What is short is hashed by the caller, and no thread begins.
  void add(std::string_view piece);
  std::string hex();  // of everything so far; once

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace chittyverify

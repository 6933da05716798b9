// The file that is submitted, by one descriptor from the first byte to the last, so that what is hashed is what is sent; and whether it
// stayed the same meanwhile.
#pragma once

#include <sys/stat.h>

#include <chitty/error.hpp>
#include <string>

namespace chittyverify {

class SourceFile {
 public:
  // Only a regular file that has something in it; each other thing is refused in a sentence of its own.
  static chitty::Result<SourceFile> open(const std::string& path);
  SourceFile(SourceFile&& other) noexcept;
  SourceFile& operator=(SourceFile&&) = delete;
  ~SourceFile();

  const std::string& path() const { return path_; }
  std::string name() const;
  std::int64_t size() const { return about_.st_size; }
  std::string modified_at() const;
  // Of this very file in this very state on this machine: what an upload is found again by.
  std::string identity() const;

  // Up to `capacity` bytes at `offset`; 0 at the end.
  chitty::Result<std::size_t> read(char* buffer, std::size_t capacity, std::int64_t offset) const;

  // CONFLICT: since it was opened it was changed, or is not at its path any more.
  chitty::Result<void> unchanged() const;

 private:
  SourceFile(std::string path, int descriptor, const struct stat& about)
      : path_(std::move(path)), descriptor_(descriptor), about_(about) {}

  std::string path_;
  int descriptor_;
  struct stat about_;
};

}  // namespace chittyverify

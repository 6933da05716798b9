// The file that is uploaded, by one descriptor: hashed first, then sent, and the same meanwhile.
#pragma once

#include <chitty/host.hpp>

namespace chittycases::commands {

class Source {
 public:
  // Only a regular file that has something in it.
  static chitty::Result<Source> open(const std::string& path);
  Source(Source&& other) noexcept;
  Source& operator=(Source&&) = delete;
  ~Source();

  std::string name() const { return path_.substr(path_.rfind('/') + 1); }
  std::int64_t size() const { return size_; }
  chitty::Result<std::string> sha256(chitty::Host& host) const;  // 32 bytes
  chitty::Result<std::size_t> read(char* buffer, std::size_t capacity, std::int64_t offset) const;

 private:
  Source(std::string path, int descriptor, std::int64_t size) : path_(std::move(path)), descriptor_(descriptor), size_(size) {}
  std::string path_;
  int descriptor_;
  std::int64_t size_;
};

}  // namespace chittycases::commands

// Files, read whole and replaced whole. Every failure is a sentence with the path and the system's reason.
#pragma once

#include <chitty/error.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace chitty::host {

// A file descriptor that closes itself.
class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  ~Fd();
  Fd(Fd&& other) noexcept : fd_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept;
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  int fd_;
};

// The system's words for an errno value: "Permission denied".
std::string system_words(int error);

// All of the bytes to a descriptor of any kind; false on failure, errno says why.
bool write_all(int fd, std::string_view bytes);

// The whole file. NOT_FOUND if there is none, CONFIGURATION otherwise.
Result<std::string> read_file(const std::filesystem::path& path);

// Replace the file by `content`: written beside it with `mode`, synced, renamed, folder synced. Missing folders are made
// (0700). On failure (disk full, not writable) the old file stands and nothing is left behind.
Result<void> replace_file(const std::filesystem::path& path, std::string_view content, unsigned mode = 0600);

// Write `content` into a file that is there, for one that cannot be replaced (EBUSY: mounted by itself). Its space is reserved
// first, so that a full disk leaves it as it was; a crash in between may not.
Result<void> rewrite_file(const std::filesystem::path& path, std::string_view content);

// An exclusive lock on `path` + ".lock", waited for at most `patience`, released when it goes. CONFLICT when another holds it.
class FileLock {
 public:
  static Result<FileLock> take(const std::filesystem::path& path, std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  explicit FileLock(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

// Make the folder and its parents, new ones with 0700.
Result<void> make_folder(const std::filesystem::path& path);

// A file mapped for reading, private to this process. Empty for an empty file.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept : data_(other.data_), size_(other.size_) { other.data_ = nullptr, other.size_ = 0; }
  MappedFile& operator=(MappedFile&& other) noexcept;
  std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace chitty::host

// What is to be kept, read to its end: its hash must be known before it has a place. Small content stays in memory, other
// content waits in a file.
#pragma once

#include "base/files.hpp"
#include "daemon/blobs/blobs.hpp"

#include <filesystem>

namespace chitty::host::daemon {

class Incoming {
 public:
  // In memory up to `most_in_memory` bytes, else in a file of its own in `folder`, which goes when this goes; it has a name, to
  // become something, only if nothing is to be in memory. The source's failure, or HOST_FAULT (disk).
  static Result<Incoming> take(const Blobs::Read& read, const std::filesystem::path& folder, std::size_t most_in_memory);
  Incoming(Incoming&& other) noexcept = default;
  Incoming& operator=(Incoming&&) = delete;
  ~Incoming();

  const std::string& hash() const { return hash_; }  // 64 hex digits
  std::uint64_t size() const { return size_; }
  Blobs::Kept kept() const;

  // Up to `capacity` bytes from `offset`; 0 is the end.
  Result<std::size_t> read_at(std::uint64_t offset, char* buffer, std::size_t capacity) const;

  // Only of one with a named file: it becomes `place`, durable together with the folders up to `root`, or with its own where that
  // is known to be durable by itself.
  Result<void> become(const std::filesystem::path& place, const std::filesystem::path& root, bool folder_is_durable = false);

 private:
  Incoming() = default;
  Result<void> into_file(const std::filesystem::path& folder, bool named);
  void write_early();

  std::string memory_;
  std::string path_;  // of the file; empty: none, or it has become something
  Fd fd_;
  std::string hash_;
  std::uint64_t size_ = 0, early_ = 0;  // of it the disk has been given
};

// HOST_FAULT with the system's words for `error`, as a full disk where it is one.
Error disk_error(const std::string& what, int error);

}  // namespace chitty::host::daemon

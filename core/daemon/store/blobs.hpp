// Content-addressed bytes in a folder: "sha256:" and 64 hex digits name what is inside. Written beside, synced, renamed:
// a blob is whole or not there.
#pragma once

#include <chitty/error.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

class Blobs {
 public:
  explicit Blobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Up to `capacity` bytes of the content; 0 is the end.
  using Read = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;
  struct Kept {
    std::string address;
    std::uint64_t size = 0;
  };
  // Keep what `read` gives: durable when it returns. The source's failure, or HOST_FAULT (disk); nothing is then kept.
  Result<Kept> put(const Read& read) const;

  // The content in pieces to `write`, its hash checked on the way. INVALID_ARGUMENT (no address), NOT_FOUND, HOST_FAULT
  // (the content no longer fits its address), or what `write` answered.
  using Write = std::function<Result<void>(std::string_view piece)>;
  Result<void> get(std::string_view address, const Write& write) const;

 private:
  std::filesystem::path place(std::string_view hex) const;
  std::filesystem::path folder_;
};

}  // namespace chitty::host::daemon

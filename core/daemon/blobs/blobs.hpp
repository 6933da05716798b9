// Content kept by its hash: "sha256:" and 64 hex digits name what is inside. One concept with two places behind it: a folder
// (folder_blobs.hpp) and an object store that several daemons share (s3/s3_blobs.hpp). In both a blob is whole or not there.
#pragma once

#include "base/cancel.hpp"

#include <chitty/error.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

class Blobs {
 public:
  virtual ~Blobs() = default;

  // Up to `capacity` bytes of the content; 0 is the end.
  using Read = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;
  struct Kept {
    std::string address;
    std::uint64_t size = 0;
  };
  // Keep what `read` gives: durable when it returns. The source's failure, or HOST_FAULT with `cause` "disk_full" or, where the
  // place cannot be reached at the moment, "blobs_gone"; TIMEOUT, CANCELLED. Nothing is then kept. [any-thread]
  virtual Result<Kept> put(const Read& read, const CancelToken& cancel) const = 0;

  // The content in pieces to `write`, its hash checked on the way: the last piece is given only once the whole of it is found
  // right. INVALID_ARGUMENT (no address), NOT_FOUND, HOST_FAULT (the content no longer fits its address; as above), or what
  // `write` answered. [any-thread]
  using Write = std::function<Result<void>(std::string_view piece)>;
  virtual Result<void> get(std::string_view address, const Write& write, const CancelToken& cancel) const = 0;

  // Could something be kept and read now? Tried once. [any-thread]
  virtual Result<void> check(const CancelToken& cancel) const = 0;
};

}  // namespace chitty::host::daemon

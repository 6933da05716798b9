// Content that is kept by its hash (plugin.h, chitty.blobs/1): "sha256:" and 64 hex digits. Name chitty.blobs/1 under the
// manifest's abi.extensions. Where several daemons share an object store each finds what another has kept, and keeping takes as
// long as the store takes: do it before a transaction begins, and write the address within it.
#ifndef CHITTY_BLOBS_HPP
#define CHITTY_BLOBS_HPP

#include <chitty/tables.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace chitty {

class Blobs {
 public:
  Blobs(const chitty_blobs* table, chitty_call* call) : table_(table), call_(call) {}

  struct Kept {
    std::string address;
    std::uint64_t size = 0;
  };
  // Keep what `read` gives, up to `capacity` bytes at a time and 0 at its end: durable when it returns. What `read` failed with,
  // or HOST_FAULT; nothing is then kept.
  using Read = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;
  Result<Kept> put(const Read& read) const;
  Result<Kept> put(std::string_view content) const;

  // The content in pieces to `write`. NOT_FOUND; what `write` failed with; HOST_FAULT, also of content that is damaged: what was
  // written is then not to be used, and the last piece of it has not been written.
  using Write = std::function<Result<void>(std::string_view piece)>;
  Result<void> get(std::string_view address, const Write& write) const;
  Result<std::string> get(std::string_view address) const;  // whole, in memory

 private:
  const chitty_blobs* table_;
  chitty_call* call_;
};

}  // namespace chitty

#endif  // CHITTY_BLOBS_HPP

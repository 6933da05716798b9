// chitty.blobs/1: content-addressed bytes of services.
#include "daemon/watch/thread_pool.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

namespace chitty::host::daemon {
namespace {

chitty_status CHITTY_CALL put(chitty_call* call, const chitty_source* source, const chitty_sink* address, uint64_t* size,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;
    auto kept = ServiceCall::of(call).world.blobs.put([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
      uint64_t got = 0;
      const auto status = source->read(source->context, buffer, capacity, &got);
      if (status != CHITTY_OK) return make_error(static_cast<Code>(status), "The source of the content ended early.");
      return static_cast<std::size_t>(got);
    });
    if (!kept) return abi::fill(error, kept.error());
    if (size) *size = kept->size;
    return address->write(address->context, kept->address.data(), kept->address.size());
  });
}

chitty_status CHITTY_CALL get(chitty_call* call, const chitty_str* address, const chitty_sink* out, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;
    auto done = ServiceCall::of(call).world.blobs.get(abi::view(address), [&](std::string_view piece) -> Result<void> {
      const auto status = out->write(out->context, piece.data(), piece.size());
      if (status != CHITTY_OK) return make_error(static_cast<Code>(status), "The reader of the content wants no more.");
      return {};
    });
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

}  // namespace

const chitty_blobs& blobs_table() {
  static const chitty_blobs table{sizeof(chitty_blobs), 0, put, get};
  return table;
}

}  // namespace chitty::host::daemon

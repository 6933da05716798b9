// chitty.blobs/1: content-addressed bytes of services.
#include "daemon/watch/thread_pool.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

namespace chitty::host::daemon {
namespace {

// The place may be on another machine: no longer than the call has, and meanwhile others may have its connection to the store.
void prepare(ServiceCall& call, CancelToken& cancel) {
  const std::int64_t until = call.exchange ? call.exchange->wire().deadline() : call.deadline;
  if (until != INT64_MAX) cancel.set_deadline(CancelToken::Clock::time_point(std::chrono::nanoseconds(until)));
  call.let_connection_rest();
}

chitty_status CHITTY_CALL put(chitty_call* call, const chitty_source* source, const chitty_sink* address, uint64_t* size,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;
    CancelToken cancel;
    prepare(ServiceCall::of(call), cancel);
    auto kept = ServiceCall::of(call).world.blobs.put([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
      uint64_t got = 0;
      const auto status = source->read(source->context, buffer, capacity, &got);
      if (status != CHITTY_OK) return make_error(static_cast<Code>(status), "The source of the content ended early.");
      return static_cast<std::size_t>(got);
    },
                                                      cancel);
    if (!kept) return abi::fill(error, kept.error());
    if (size) *size = kept->size;
    return address->write(address->context, kept->address.data(), kept->address.size());
  });
}

chitty_status CHITTY_CALL get(chitty_call* call, const chitty_str* address, const chitty_sink* out, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;
    CancelToken cancel;
    prepare(ServiceCall::of(call), cancel);
    auto done = ServiceCall::of(call).world.blobs.get(
        abi::view(address), [&](std::string_view piece) -> Result<void> {
          const auto status = out->write(out->context, piece.data(), piece.size());
          if (status != CHITTY_OK) return make_error(static_cast<Code>(status), "The reader of the content wants no more.");
          return {};
        },
        cancel);
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

}  // namespace

const chitty_blobs& blobs_table() {
  static const chitty_blobs table{sizeof(chitty_blobs), 0, put, get};
  return table;
}

}  // namespace chitty::host::daemon

// chitty.store/1: SQL of services on the daemon's database.
#include "daemon/watch/thread_pool.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace chitty::host::daemon {
namespace {

// A statement that only reads does not wait for a lock or a disk, if it need not go to another machine; others may, and
// somebody else takes over meanwhile.
bool may_block(const Store& store, std::string_view sql) {
  if (store.dialect().connections_are_dear()) return true;
  const char first = sql.empty() ? 's' : static_cast<char>(sql.front() | 0x20);
  return first != 's';
}

chitty_status CHITTY_CALL run(chitty_call* call, const chitty_str* sql, const chitty_str* parameters, const chitty_sink* rows,
                              uint64_t* changed, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto connection = ServiceCall::of(call).connection();
    if (!connection) return abi::fill(error, connection.error());
    unsigned char memory[2048];
    json::monotonic_resource resource(memory, sizeof memory);
    json::value given(json::object(&resource), &resource);
    boost::system::error_code ec;
    if (const auto text = abi::view(parameters); !text.empty()) given = json::parse({text.data(), text.size()}, ec, &resource);
    if (ec || !given.is_object()) return abi::fill(error, usage_error("The statement's parameters are not a JSON object."));

    chitty_status reader = CHITTY_OK;
    StoreConnection::TakeRow take;
    if (rows)
      take = [&](std::string_view row) -> Result<void> {
        reader = rows->write(rows->context, row.data(), row.size());
        if (reader != CHITTY_OK) return make_error(static_cast<Code>(reader), "The reader of the rows wants no more.");
        return {};
      };
    std::optional<ThreadPool::Blocking> blocking;
    if (may_block(ServiceCall::of(call).world.store, abi::view(sql))) blocking.emplace();
    auto done = (*connection)->run(abi::view(sql), given.get_object(), take);
    ServiceCall::of(call).let_connection_rest();
    if (!done) return reader != CHITTY_OK ? reader : abi::fill(error, done.error());
    if (changed) *changed = *done;
    return CHITTY_OK;
  });
}

// begin, commit and rollback are alike.
template <Result<void> (StoreConnection::*Step)()>
chitty_status CHITTY_CALL step(chitty_call* call, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;
    auto connection = ServiceCall::of(call).connection();
    if (!connection) return abi::fill(error, connection.error());
    auto done = ((*connection)->*Step)();
    ServiceCall::of(call).let_connection_rest();
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

// In slices, after each of which the wish to stop is looked at.
chitty_status CHITTY_CALL await_change(chitty_call* call, uint64_t* seen, uint64_t nanoseconds) {
  const ThreadPool::Blocking blocking;
  auto& of = ServiceCall::of(call);
  if (of.exchange && !of.exchange->flush()) return CHITTY_CANCELLED;
  of.let_connection_rest();
  constexpr std::chrono::nanoseconds slice = std::chrono::milliseconds(50), unheard = std::chrono::milliseconds(250);
  auto left = std::chrono::nanoseconds(std::min<uint64_t>(nanoseconds, INT64_MAX / 4));
  if (!of.world.store.hears_others()) left = std::min(left, unheard);
  const auto end = std::chrono::steady_clock::now() + left;
  for (;; left = end - std::chrono::steady_clock::now()) {
    if (call_table().cancelled(call)) return CHITTY_CANCELLED;
    const auto now = of.world.store.changes().wait(of.service.name, *seen, std::clamp(left, std::chrono::nanoseconds(0), slice));
    if (now != *seen || left <= slice) return *seen = now, CHITTY_OK;
  }
}

}  // namespace

const chitty_store& store_table() {
  static const chitty_store table{sizeof(chitty_store), 0, run, step<&StoreConnection::begin>, step<&StoreConnection::commit>,
                                  step<&StoreConnection::rollback>, await_change};
  return table;
}

}  // namespace chitty::host::daemon

#include "daemon/host/event_delivery.hpp"

#include "daemon/watch/shared_state.hpp"

#include <chitty/json_view.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

namespace chitty::host::daemon {
namespace {

constexpr const char* waiting =
    "SELECT id, at, service, type, subject, actor, request_id, data FROM events_outbox ORDER BY id LIMIT :most";

// What no service can have recorded must not keep all others from being taken.
std::string readable(std::string data) {
  unsigned char memory[4096];
  json::monotonic_resource resource(memory, sizeof memory);
  boost::system::error_code ec;
  (void)json::parse(data, ec, &resource);
  return ec ? "{}" : std::move(data);
}

// Events as the provider sees them, and their numbers in the outbox. Of two services the higher number may be seen first, so it
// is by their numbers that they are removed, and not by the last one.
struct Batch {
  std::string events = "[", ids;
  std::size_t count = 0;
  bool full() const { return events.size() >= EventDelivery::most_bytes; }
};

// `data` is a text in the table, and what it says to the provider. The rest of a row is handed on as it stands.
void add(Batch& batch, std::string_view row) {
  std::string_view id;
  std::string event = "{";
  event.reserve(row.size());
  ObjectView(row).each([&](std::string_view name, std::string_view value) {
    if (name == "\"id\"") return id = value, true;
    if (event.size() > 1) event += ',';
    event.append(name).append(":");
    if (name == "\"data\"" && value.starts_with('"'))
      event += readable(detail::unquoted(value));
    else
      event += value;
    return true;
  });
  if (batch.count++ > 0) batch.events += ',', batch.ids += ',';
  batch.events.append(event).append("}");
  batch.ids += id;
}

Result<Batch> take_batch(StoreConnection& connection) {
  Batch batch;
  auto read = connection.run(waiting, {{"most", EventDelivery::most}}, [&](std::string_view row) -> Result<void> {
    if (!batch.full()) add(batch, row);
    return {};
  });
  if (!read) return read.error();
  batch.events += ']';
  return batch;
}

Result<bool> any_waits(StoreConnection& connection) {
  bool any = false;
  auto read = connection.run("SELECT id FROM events_outbox LIMIT 1", {}, [&](std::string_view) {
    any = true;
    return Result<void>();
  });
  if (!read) return read.error();
  return any;
}

}  // namespace

Result<void> EventDelivery::deliver(std::size_t batches) {
  while (batches-- > 0) {
    auto more = deliver_some();
    if (!more) return more.error();
    if (!*more) return {};
  }
  return {};
}

// False: nothing waits. The transaction is the provider's, so what it does in it is under its own write lock.
Result<bool> EventDelivery::deliver_some() {
  const InService here(service_.number);
  ServiceCall call(world_, service_);
  auto lent = call.connection();
  if (!lent) return lent.error();
  StoreConnection& connection = **lent;
  if (auto any = any_waits(connection); !any || !*any) return any;
  if (auto begun = connection.begin(); !begun) return begun.error();
  auto batch = take_batch(connection);
  Result<void> taken = batch ? Result<void>() : Result<void>(batch.error());
  if (taken && batch->count > 0) taken = service_.code->take_events(call.handle(), batch->events);
  if (taken && batch->count > 0) {
    auto removed = connection.run("DELETE FROM events_outbox WHERE id IN (" + batch->ids + ")", {});
    if (!removed) taken = removed.error();
  }
  if (!taken) {
    if (connection.in_transaction()) connection.rollback();
    return taken.error();
  }
  if (auto kept = connection.commit(); !kept) return kept.error();
  return batch->count > 0;
}

}  // namespace chitty::host::daemon

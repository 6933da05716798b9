#include "daemon/host/event_delivery.hpp"

#include "daemon/watch/shared_state.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

constexpr const char* waiting =
    "SELECT id, at, service, type, subject, actor, request_id, data FROM events_outbox ORDER BY id LIMIT :most";

// Events as the provider sees them, and their numbers in the outbox. Of two services the higher number may be seen first, so it
// is by their numbers that they are removed, and not by the last one.
struct Batch {
  std::string events = "[", ids;
  std::size_t count = 0;
  bool full() const { return events.size() >= EventDelivery::most_bytes; }
};

// `data` is a text in the table, and what it says to the provider.
Result<void> add(Batch& batch, std::string_view text) {
  json::object row = json::parse(text).as_object();
  auto& data = row["data"];
  if (data.is_string()) {
    boost::system::error_code ec;
    auto value = json::parse(std::string(data.get_string()), ec);
    data = ec ? json::value(json::object()) : std::move(value);
  }
  if (batch.count++ > 0) batch.events += ',', batch.ids += ',';
  batch.ids += std::to_string(row.at("id").to_number<std::int64_t>());
  row.erase("id");
  batch.events += json::serialize(row);
  return {};
}

Result<Batch> take_batch(StoreConnection& connection) {
  Batch batch;
  auto read = connection.run(waiting, {{"most", EventDelivery::most}}, [&](std::string_view row) -> Result<void> {
    return batch.full() ? Result<void>() : add(batch, row);
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

// chitty.events/1: what happened goes into the table events_outbox, in the call's own transaction; whoever provides the role
// `events` takes it from there.
#include "daemon/watch/thread_pool.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

#include "base/time.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

constexpr const char* insert =
    "INSERT INTO events_outbox (at, service, type, subject, actor, request_id, data)"
    " VALUES (:at, :service, :type, :subject, :actor, :request_id, :data)";

Result<json::object> row_for(const ServiceCall& call, std::string_view text) {
  boost::system::error_code ec;
  const json::value event = json::parse(text, ec);
  if (ec || !event.is_object()) return usage_error("The event is not a JSON object.");
  const auto* type = event.get_object().if_contains("type");
  if (!type || !type->is_string() || type->get_string().empty()) return usage_error("The event has no type.", "Name it as in 'thing.happened'.");
  const auto* subject = event.get_object().if_contains("subject");
  const auto* data = event.get_object().if_contains("data");
  json::object row{{"at", rfc3339(now_ms())}, {"service", call.service.name}, {"type", *type}};
  row["subject"] = subject && subject->is_string() ? *subject : json::value(nullptr);
  row["actor"] = call.caller ? json::value(call.caller->facts.subject) : json::value(nullptr);
  const auto request = abi::view(call.info.request_id);
  row["request_id"] = request.empty() ? json::value(nullptr) : json::value(json::string_view(request.data(), request.size()));
  row["data"] = data ? json::serialize(*data) : "{}";
  return row;
}

chitty_status CHITTY_CALL record(chitty_call* raw, const chitty_str* event, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto& call = ServiceCall::of(raw);
    auto row = row_for(call, abi::view(event));
    if (!row) return abi::fill(error, row.error());
    auto connection = call.connection();
    if (!connection) return abi::fill(error, connection.error());
    const ThreadPool::Blocking blocking;
    auto done = (*connection)->run(insert, *row);
    call.let_connection_rest();
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

}  // namespace

const chitty_events& events_table() {
  static const chitty_events table{sizeof(chitty_events), 0, record};
  return table;
}

}  // namespace chitty::host::daemon

// chitty.events/1: what happened goes into the table events_outbox, in the call's own transaction; whoever provides the role
// `events` takes it from there.
#include "daemon/watch/thread_pool.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

#include "base/time.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

constexpr const char* insert =
    "INSERT INTO events_outbox (at, service, type, subject, actor, request_id, data)"
    " VALUES (:at, :service, :type, :subject, :actor, :request_id, :data)";

// In `memory`, event and row: what a usual event takes never reaches the heap.
Result<json::object> row_for(const ServiceCall& call, std::string_view text, const json::storage_ptr& memory) {
  boost::system::error_code ec;
  const json::value event = json::parse(text, ec, memory);
  if (ec || !event.is_object()) return usage_error("The event is not a JSON object.");
  const auto* type = event.get_object().if_contains("type");
  if (!type || !type->is_string() || type->get_string().empty()) return usage_error("The event has no type.", "Name it as in 'thing.happened'.");
  const auto* subject = event.get_object().if_contains("subject");
  const auto* data = event.get_object().if_contains("data");
  json::object row(memory);
  row.reserve(7);
  const auto add = [&](std::string_view column, std::string_view value, bool is_there = true) {
    row.emplace(column, is_there ? json::value(value, memory) : json::value(nullptr, memory));
  };
  add("at", rfc3339(now_ms()));
  add("service", call.service.name);
  add("type", type->get_string());
  const bool has_subject = subject && subject->is_string();
  add("subject", has_subject ? std::string_view(subject->get_string()) : std::string_view(), has_subject);
  add("actor", call.caller ? std::string_view(call.caller->facts.subject) : std::string_view(), call.caller != nullptr);
  const auto request = abi::view(call.info.request_id);
  add("request_id", request, !request.empty());
  add("data", data ? json::serialize(*data) : "{}");
  return row;
}

chitty_status CHITTY_CALL record(chitty_call* raw, const chitty_str* event, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto& call = ServiceCall::of(raw);
    unsigned char memory[4096];
    json::monotonic_resource resource(memory, sizeof memory);
    const auto row = row_for(call, abi::view(event), &resource);
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

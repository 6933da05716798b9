// The role `events`: what other services, the gate and the daemon itself recorded comes here, in the transaction in which it
// leaves the outbox.
#include "taking.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

#include "journal.hpp"
#include "retention.hpp"

namespace chittychronicle {

using namespace chitty;

namespace {

// A request that was refused did not succeed, whoever recorded it.
std::string_view status_of(const json::object& event, std::string_view action) {
  const auto* data = event.if_contains("data");
  const auto said = data ? text_in(*data, "status") : std::string();
  if (said == "failed" || said == "pending") return said == "failed" ? "failed" : "pending";
  return action.ends_with(".refused") || action.ends_with(".failed") ? "failed" : "success";
}

Row row_of(const json::object& event) {
  const auto action = text_in(event, "type"), service = text_in(event, "service");
  return {{"timestamp", event.at("at")}, {"service", service}, {"action", action}, {"user_id", event.at("actor")}, {"subject", event.at("subject")}, {"request_id", event.at("request_id")}, {"status", status_of(event, action)}, {"metadata", json::serialize(event.at("data"))}, {"recorded_by", service}};
}

}  // namespace

Result<void> take_events(Service& service, const json::array& events) {
  std::vector<Row> rows;
  rows.reserve(events.size());
  for (const auto& event : events) rows.push_back(row_of(event.as_object()));
  CHITTY_DO(append(service, rows));
  return remove_when_due(service);
}

}  // namespace chittychronicle

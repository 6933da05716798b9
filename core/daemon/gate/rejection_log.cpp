#include "daemon/gate/rejection_log.hpp"

#include "base/time.hpp"
#include "base/json_pieces.hpp"

namespace chitty::host::daemon {
namespace {

constexpr const char* insert =
    "INSERT INTO events_outbox (at, service, type, subject, actor, request_id, data)"
    " VALUES (:at, 'chittyd', :type, :subject, :actor, :request_id, :data)";

void add_if_any(std::string& object, std::string_view name, std::string_view value) {
  if (!value.empty()) append_member(object, name, value);
}

// Without its end: the count comes last.
std::string data_of(const RejectionEvent& refused) {
  std::string object = "{\"status\":";
  append_number(object, static_cast<std::int64_t>(refused.status));
  add_if_any(object, "reason", refused.reason);
  add_if_any(object, "service", refused.service);
  add_if_any(object, "route", refused.route);
  add_if_any(object, "scope", refused.scope);
  add_if_any(object, "client", refused.client);
  add_if_any(object, "tokenId", refused.token_id);
  return object;
}

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

}  // namespace

void RejectionLog::note(const RejectionEvent& refused, std::int64_t now_ms) {
  std::string data = data_of(refused);
  const std::lock_guard guard(mutex_);
  auto found = events_.find(data);
  if (found == events_.end()) {
    if (events_.size() >= most) {
      ++not_told_;
      return;
    }
    found = events_.emplace(data, Event{now_ms, 0, data, std::string(refused.actor), std::string(refused.request_id)})
                .first;
  }
  ++found->second.count;
}

Result<void> RejectionLog::write(StoreConnection& connection, std::int64_t now_ms) {
  Events events;
  std::uint64_t not_told = 0;
  {
    const std::lock_guard guard(mutex_);
    events.swap(events_);
    std::swap(not_told, not_told_);
  }
  if (events.empty() && not_told == 0) return {};
  Result<void> done = connection.begin();
  const bool begun = done.has_value();
  const auto add = [&](std::int64_t at, const char* type, const json::value& actor, const json::value& request,
                       std::string data, std::uint64_t count) {
    data.append(data == "{" ? "\"count\":" : ",\"count\":");
    append_number(data, static_cast<std::int64_t>(count));
    auto added = connection.run(insert, {{"at", rfc3339(at)},
                                         {"type", type},
                                         {"subject", nullptr},
                                         {"actor", actor},
                                         {"request_id", request},
                                         {"data", data.append("}")}});
    if (!added) done = added.error();
  };
  for (auto it = events.begin(); done && it != events.end(); ++it)
    add(it->second.at, "gate.refused", or_null(it->second.actor), or_null(it->second.request_id), it->second.data,
        it->second.count);
  if (done && not_told > 0) add(now_ms, "gate.refusals_not_told", nullptr, nullptr, "{", not_told);
  if (done)
    done = connection.commit();
  else if (begun)
    (void)connection.rollback();
  if (!done) put_back(std::move(events), not_told);
  return done;
}

void RejectionLog::put_back(Events events, std::uint64_t not_told) {
  const std::lock_guard guard(mutex_);
  not_told_ += not_told;
  for (auto& [key, event] : events) {
    const auto found = events_.find(key);
    if (found != events_.end())
      found->second.count += event.count, found->second.at = event.at;
    else if (events_.size() < most)
      events_.emplace(key, std::move(event));
    else
      not_told_ += event.count;
  }
}

}  // namespace chitty::host::daemon

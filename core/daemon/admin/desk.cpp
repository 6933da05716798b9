#include "daemon/admin/desk.hpp"

#include "base/time.hpp"

#include <chitty/time.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace chitty::host::daemon {

Error with_reason(Code code, std::string message, std::string_view reason) {
  Error error = make_error(code, std::move(message));
  error.details["reason"] = reason;
  return error;
}

Result<std::unique_ptr<OwnerSession>> Desk::open(bool read_only) const {
  auto session = dialect.owner_session(read_only);
  if (session) interruption.watch(session->get());
  return session;
}

Result<std::string> Desk::table(OwnerSession& session, const std::string& noun) const {
  const auto there = session.tables();
  if (!there) return there.error();
  auto found = known.table_of(noun, *there);
  if (!found) return found.error();
  if (*found) return **found;
  std::string names;
  for (const auto& one : *there)
    if (known.is_shown(one)) names += (names.empty() ? "" : ", ") + one;
  return make_error(Code::not_found, "There is no table '" + noun + "'.", names.empty() ? "There are no tables yet." : "These are: " + names);
}

Result<void> Desk::event(OwnerSession& session, std::string_view type, const json::object& data) const {
  const auto there = session.tables();
  if (!there) return there.error();
  if (std::find(there->begin(), there->end(), "events_outbox") == there->end()) return {};  // no daemon has been there yet
  auto done = session.run("INSERT INTO events_outbox (at, service, type, actor, data) VALUES ($1, $2, $3, $4, $5)",
                          {rfc3339(now_ms()), "chittyd", std::string(type), "owner", json::serialize(data)});
  return done ? Result<void>() : Result<void>(done.error());
}

Result<json::object> note_event(const Desk& desk) {
  auto session = desk.open(false);
  if (!session) return session.error();
  const auto* data = desk.order.if_contains("data");
  auto done = desk.event(**session, desk.text("type"), data && data->is_object() ? data->get_object() : json::object());
  if (!done) return done.error();
  return json::object();
}

}  // namespace chitty::host::daemon

// GET /events, /events/{id}, /audit/{entityId}: events, newest first.
#include <chitty/ownership.hpp>
#include <chittychronicle_names.hpp>

#include "../event_record.hpp"
#include "../event_text.hpp"
#include "filter.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

Result<Response> listed(Service& service, const Select& select) {
  ListText events;
  CHITTY_DO(service.store().each_text(select.sql, select.parameters, [&](std::string_view row) {
    events.raw(event_text(row));
    return true;
  }));
  Response response;
  response.body = events.whole();
  return response;
}

}  // namespace

// A bare array, as the wire has it. The next page begins behind the last event's `seq`.
Result<Response> list(Service& service, const List& given) {
  CHITTY_TRY(auto select, Filter::of(given.query).select(service, selected_columns()));
  const bool oldest_first = given.query.order == "asc";
  if (given.query.cursor) {
    select.sql += oldest_first ? " AND seq > :cursor" : " AND seq < :cursor";
    select.parameters["cursor"] = *given.query.cursor;
  }
  select.sql += oldest_first ? " ORDER BY seq LIMIT :limit" : " ORDER BY seq DESC LIMIT :limit";
  select.parameters["limit"] = given.query.limit;
  return listed(service, select);
}

Result<Response> show(Service& service, const Show& given) {
  const Ownership whose(service, {"user_id"});
  CHITTY_TRY(const auto sql, whose.applied("SELECT " + selected_columns() + " FROM chronicle_events WHERE id = :id AND {own}"));
  Response response;
  CHITTY_DO(service.store().each_text(sql, whose.with({{"id", given.path.id}}), [&](std::string_view row) {
    response.body = event_text(row);
    return false;
  }));
  if (response.body.empty()) return make_error(Code::not_found, "no such event: " + given.path.id, "List events: chitty chronicle query");
  return response;
}

// What happened to a thing: events of which it is the subject, or whose metadata name it; of an event itself and those that relate to it.
Result<Response> audit(Service& service, const Audit& given) {
  CHITTY_TRY(auto select, Filter().select(service, selected_columns()));
  const auto& entity = given.path.entityId;
  select.sql += " AND (subject = :entity OR id = :entity OR metadata LIKE :named ESCAPE '\\' OR related_events LIKE :named ESCAPE '\\')";
  select.parameters["entity"] = entity;
  select.parameters["named"] = "%\"" + literally(entity) + "\"%";
  select.sql += " ORDER BY seq DESC LIMIT :limit";
  select.parameters["limit"] = given.query.limit;
  return listed(service, select);
}

}  // namespace chittychronicle::routes

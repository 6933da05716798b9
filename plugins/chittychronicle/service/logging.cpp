// POST /events: an event that somebody else reports.
#include <boost/json/serialize.hpp>
#include <chitty/answers.hpp>
#include <chittychronicle_names.hpp>

#include "journal.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value text_or_null(const std::vector<std::string>& list) {
  return list.empty() ? json::value(nullptr) : json::value(json::serialize(json::array(list.begin(), list.end())));
}

// Whoever does not see everybody's events does not make them in others' names either.
Result<std::string> actor_of(Service& service, const std::string& asked) {
  const auto caller = service.caller().subject;
  if (asked.empty() || asked == caller) return caller;
  if (service.sees_all()) return asked;
  return make_error(Code::permission_denied, "You may record events of your own, not of " + asked + ".",
                    "Leave the actor out, or use a token with the scope chittychronicle:admin.");
}

}  // namespace

Result<Response> record(Service& service, const Record& given) {
  CHITTY_TRY(const auto actor, actor_of(service, given.body.userId));
  const auto& action = given.body.action;
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_DO(service.quota("events"));
    std::vector<Row> rows(1);
    rows[0] = {{"timestamp", rfc3339(service.now())},
               {"service", given.body.service.empty() ? action.substr(0, action.find('.')) : given.body.service},
               {"action", action},
               {"user_id", or_null(actor)},
               {"user_email", or_null(given.body.userEmail)},
               {"subject", or_null(given.body.subject)},
               {"request_id", or_null(std::string(service.request_id()))},
               {"status", given.body.status},
               {"metadata", json::serialize(given.body.metadata)},
               {"related_events", text_or_null(given.body.relatedEvents)},
               {"triggered_by", or_null(given.body.triggeredBy)},
               {"integrations", text_or_null(given.body.integrations)},
               {"error_message", or_null(given.body.errorMessage)},
               {"recorded_by", service.caller().subject}};
    CHITTY_DO(append(service, rows));
    const auto& kept = rows.front();
    return json::object{{"id", kept.at("id")}, {"seq", kept.at("seq")}, {"action", kept.at("action")}, {"user_id", kept.at("user_id")}, {"chain", kept.at("chain")}};
  });
}

}  // namespace chittychronicle::routes

#include "requests.hpp"

#include <chitty/lists.hpp>
#include <chittytrust_names.hpp>

#include "../entity_id.hpp"
#include "../score/tally.hpp"
#include "findings.hpp"
#include "ledger.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

constexpr std::int64_t usual_deadline = 30 * a_day, last_deadline = 365 * a_day;
constexpr const char* see_open = "List those that are open: chitty trust verify list";

json::object shown(const Row& row) {
  auto record = chitty::record_of(row, shapes::request);
  record["reward_amount"] = text_of(row.at("amount").to_number<Amount>());
  return record;
}

// Visible: what is open to all; else to those whom it concerns.
std::string visible(Service& service, json::object& parameters) {
  if (service.sees_all()) return "1 = 1";
  parameters["me"] = service.caller().subject;
  return "(requester = :me OR verifier = :me OR only_verifier = :me OR (status = 'open' AND only_verifier IS NULL))";
}

Result<Row> find_request(Service& service, const std::string& id) {
  json::object parameters{{"id", id}};
  const auto condition = visible(service, parameters);
  return service.store().row("SELECT * FROM trust_requests WHERE id = :id AND " + condition, parameters, "There is no request " + id + " for you.", see_open);
}

Result<std::string> deadline_of(Service& service, const std::string& given) {
  if (given.empty()) return rfc3339(service.now() + usual_deadline);
  const auto at = parse_rfc3339(given);
  if (!at) return usage_error("invalid time '" + given + "' as the deadline", "Write it as RFC 3339 says: 2026-12-23T14:25:37Z");
  if (*at <= service.now()) return usage_error("the deadline is in the past: " + given, "It is now " + rfc3339(service.now()));
  if (*at > service.now() + last_deadline) return usage_error("the deadline is more than a year away: " + given, "Give one until " + rfc3339(service.now() + last_deadline));
  return rfc3339(*at);
}

// Why a request cannot go on to another state: what it has become by now, and what happened to its amount.
Result<json::object> not_any_more(Service& service, const std::string& id) {
  CHITTY_TRY(const auto row, service.store().row("SELECT * FROM trust_requests WHERE id = :id", {{"id", id}}, "The request is gone."));
  const auto status = text_in(row, "status"), amount = text_of(row.at("amount").to_number<Amount>());
  if (status == "claimed") return make_error(Code::conflict, "The request " + id + " was accepted already, at " + text_in(row, "claimed_at") + ".", see_open);
  if (status == "completed") return make_error(Code::conflict, "The request " + id + " was completed at " + text_in(row, "ended_at") + ".", see_open);
  if (status == "open" && text_in(row, "deadline") > rfc3339(service.now()))
    return make_error(Code::conflict, "The request " + id + " was not accepted yet.", "Accept it first: chitty trust verify accept " + id);
  const bool cancelled = status == "cancelled";
  const auto why = cancelled ? " was cancelled at " + text_in(row, "ended_at") : "'s deadline passed at " + text_in(row, "deadline");
  return make_error(Code::conflict, "The request " + id + why + "; its " + amount + (status == "open" ? " goes" : " went") + " back to the requester.", see_open);
}

// From one state to another, by whoever is first: true if it was this request.
Result<bool> change(Service& service, const std::string& id, std::string_view set, std::string_view where, json::object parameters) {
  parameters["id"] = id;
  parameters["now"] = rfc3339(service.now());
  CHITTY_TRY(const auto changed, service.store().execute("UPDATE trust_requests SET " + std::string(set) + " WHERE id = :id AND " + std::string(where), parameters));
  return changed == 1;
}

Result<json::object> changed(Service& service, const std::string& id, std::string_view event, const std::string& message) {
  CHITTY_TRY(const auto row, service.store().row("SELECT * FROM trust_requests WHERE id = :id", {{"id", id}}, "The request is gone."));
  CHITTY_DO(service.event("verification." + std::string(event), text_in(row, "entity"), {{"request", id}, {"amount", text_of(row.at("amount").to_number<Amount>())}, {"outcome", row.at("outcome")}}));
  return json::object{{"id", id}, {"message", message}, {"request", shown(row)}};
}

Result<void> may_verify(const Row& row, const Caller& who) {
  if (text_in(row, "requester") == who.subject)
    return make_error(Code::permission_denied, "A request cannot be accepted by whoever made it.", "Take it back instead: chitty trust verify cancel " + text_in(row, "id"));
  if (text_in(row, "entity") == who.subject) return make_error(Code::permission_denied, "Nobody may verify themselves.", see_open);
  const auto only = text_in(row, "only_verifier");
  if (!only.empty() && only != who.subject) return make_error(Code::permission_denied, "Only " + only + " may accept the request " + text_in(row, "id") + ".", see_open);
  return {};
}

}  // namespace

Result<void> release_due(Service& service) {
  const json::object now{{"now", rfc3339(service.now())}};
  constexpr auto due = "SELECT id, requester, entity, amount FROM trust_requests WHERE status IN ('open', 'claimed') AND deadline <= :now ORDER BY deadline, id LIMIT 100";
  CHITTY_TRY(const auto any, service.store().find(due, now));
  if (!any) return {};
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto rows, service.store().query(due, now));
    for (const auto& row : rows) {
      const auto id = text_in(row, "id");
      CHITTY_TRY(const auto ours, change(service, id, "status = 'expired', ended_at = :now", "status IN ('open', 'claimed') AND deadline <= :now", {}));
      if (!ours) continue;
      CHITTY_DO(move(service, {escrow, text_in(row, "requester"), row.at("amount").to_number<Amount>(), "refund", id}));
      CHITTY_DO(service.event("verification.expired", text_in(row, "entity"), {{"request", id}}));
    }
    return {};
  });
}

namespace routes {

Result<Response> request_verification(Service& service, const RequestVerification& given) {
  const auto& body = given.body;
  const auto me = service.caller().subject;
  CHITTY_TRY(const auto entity, entity_of(body.entity));
  CHITTY_TRY(const auto amount, amount_of(body.reward_amount));
  CHITTY_TRY(const auto deadline, deadline_of(service, body.deadline));
  std::string only;
  if (!body.verifier.empty()) {
    CHITTY_TRY(only, entity_of(body.verifier));
    if (only == me) return usage_error("the verifier cannot be the requester");
    if (only == entity) return usage_error("nobody may verify themselves: " + entity + " is both entity and verifier");
  }
  CHITTY_DO(release_due(service));
  return idempotent(service, 201, [&]() -> Result<json::object> {
    CHITTY_DO(service.quota("requests"));
    CHITTY_TRY(const auto id, new_ordered_id(service));
    CHITTY_DO(issue_for(service, me, amount));
    CHITTY_DO(move(service, {me, escrow, amount, "escrow", id}));
    const json::array urls(body.evidence_urls.begin(), body.evidence_urls.end());
    CHITTY_DO(service.store().insert("trust_requests", {{"id", id}, {"status", "open"}, {"entity", entity}, {"amount", amount}, {"verification_type", body.verification_type}, {"title", text_or_null(body.title)}, {"description", text_or_null(body.description)}, {"priority", body.priority}, {"requester", me}, {"only_verifier", text_or_null(only)}, {"evidence_urls", json::serialize(urls)}, {"verification_criteria", text_or_null(body.verification_criteria)}, {"deadline", deadline}, {"created_at", rfc3339(service.now())}}));
    return changed(service, id, "requested", "Put " + text_of(amount) + " into escrow.");
  });
}

Result<Response> list_requests(Service& service, const ListRequests& given) {
  CHITTY_DO(release_due(service));
  const Page page{given.query.limit, 0, given.query.cursor};
  Select select;
  const auto condition = visible(service, select.parameters);
  select.sql = "SELECT * FROM trust_requests WHERE " + condition;
  select.where_given("status = :status", "status", given.query.status == "all" ? "" : given.query.status);
  select.where_given("verification_type = :type", "type", given.query.type);
  if (given.query.mine) select.where("(requester = :mine OR verifier = :mine OR only_verifier = :mine)", "mine", service.caller().subject);
  return answer_page(service, page, "requests", select.newest_first(page), shown);
}

Result<Response> show_request(Service& service, const ShowRequest& given) {
  CHITTY_DO(release_due(service));
  CHITTY_TRY(const auto row, find_request(service, given.path.id));
  return answer(service, {{"request", shown(row)}});
}

Result<Response> accept_request(Service& service, const AcceptRequest& given) {
  CHITTY_DO(release_due(service));
  const auto& id = given.path.id;
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto before, find_request(service, id));
    CHITTY_DO(may_verify(before, service.caller()));
    CHITTY_TRY(const auto ours, change(service, id, "status = 'claimed', verifier = :me, claimed_at = :now", "status = 'open' AND deadline > :now", {{"me", service.caller().subject}}));
    if (!ours) return not_any_more(service, id);
    return changed(service, id, "accepted", "Accepted the request.");
  });
}

Result<Response> complete_request(Service& service, const CompleteRequest& given) {
  CHITTY_DO(release_due(service));
  const auto& id = given.path.id;
  const auto me = service.caller().subject;
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto before, find_request(service, id));
    if (text_in(before, "status") == "claimed" && text_in(before, "verifier") != me)
      return make_error(Code::permission_denied, "Only the verifier " + text_in(before, "verifier") + " may complete the request " + id + ".");
    CHITTY_TRY(const auto counted, finding_counts(service));
    CHITTY_TRY(const auto ours, change(service, id, "status = 'completed', outcome = :outcome, note = :note, counted = :counted, ended_at = :now", "status = 'claimed' AND verifier = :me AND deadline > :now",
                                       {{"me", me}, {"outcome", given.body.outcome}, {"note", text_or_null(given.body.note)}, {"counted", counted ? 1 : 0}}));
    if (!ours) return not_any_more(service, id);
    const auto amount = before.at("amount").to_number<Amount>();
    CHITTY_DO(move(service, {escrow, me, amount, "payment", id}));
    if (counted) CHITTY_DO(keep_finding(service, before, given.body.outcome));
    return changed(service, id, "completed", "Paid " + text_of(amount) + " to " + me + ".");
  });
}

// An open one by its requester: the amount goes back. A claimed one by its verifier: it is open again.
Result<Response> cancel_request(Service& service, const CancelRequest& given) {
  CHITTY_DO(release_due(service));
  const auto& id = given.path.id;
  const auto me = service.caller().subject;
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto before, find_request(service, id));
    if (text_in(before, "status") == "claimed" && text_in(before, "verifier") == me) {
      CHITTY_TRY(const auto ours, change(service, id, "status = 'open', verifier = NULL, claimed_at = NULL", "status = 'claimed' AND verifier = :me AND deadline > :now", {{"me", me}}));
      return ours ? changed(service, id, "given_back", "The request is open again.") : not_any_more(service, id);
    }
    if (text_in(before, "requester") != me) return make_error(Code::permission_denied, "Only its requester may cancel the request " + id + ".");
    CHITTY_TRY(const auto ours, change(service, id, "status = 'cancelled', ended_at = :now", "status = 'open' AND requester = :me AND deadline > :now", {{"me", me}}));
    if (!ours) return not_any_more(service, id);
    const auto amount = before.at("amount").to_number<Amount>();
    CHITTY_DO(move(service, {escrow, me, amount, "refund", id}));
    return changed(service, id, "cancelled", "Returned " + text_of(amount) + " to " + me + ".");
  });
}

}  // namespace routes
}  // namespace chittytrust

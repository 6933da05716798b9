// Users: listed, shown, suspended, resumed; by a token with chittyportal:admin, or from the page by an administrator's session.
#include <chitty/lists.hpp>
#include <chittyportal_names.hpp>

#include "answering.hpp"
#include "session.hpp"
#include "standing.hpp"

namespace chittyportal::routes {

using namespace chitty;

namespace {

struct UsersAsked {
  std::string query, status, limit, cursor;
};

Result<json::object> accounts(Service& service, const UsersAsked& asked) {
  CHITTY_TRY(auto answer, service.ask("chittyauth", get("/v1/accounts", {{"query", asked.query}, {"status", asked.status}, {"limit", asked.limit}, {"cursor", asked.cursor}}), Service::As::service));
  auto& said = answer.as_object();
  return json::object{{"users", std::move(said.at("accounts"))}, {"metadata", std::move(said.at("metadata"))}};
}

Result<json::object> account(Service& service, const std::string& id) {
  CHITTY_TRY(auto answer, service.ask("chittyauth", get("/v1/accounts/" + encode(id)), Service::As::service));
  return json::object{{"user", std::move(answer.as_object().at("account"))}};
}

// The service that knows accounts records the event, with who ordered it. Sessions here end with it.
Result<json::object> suspend(Service& service, const std::string& id, const std::string& reason, const std::string& by) {
  CHITTY_TRY(const auto before, account(service, id));
  const auto subject = text_in(before.at("user"), "id");
  if (subject == by) return make_error(Code::conflict, "You cannot suspend yourself.", "Let another administrator do it.");
  json::object order{{"by", by}};
  if (!reason.empty()) order["reason"] = reason;
  CHITTY_DO(service.ask("chittyauth", post("/v1/subjects/" + encode(subject) + "/suspend", order), Service::As::service));
  forget_standing();
  CHITTY_DO(service.store().execute("DELETE FROM portal_sessions WHERE subject = :subject", {{"subject", subject}}));
  CHITTY_DO(service.store().execute("DELETE FROM portal_links WHERE subject = :subject AND used_at IS NULL", {{"subject", subject}}));
  return account(service, subject);
}

Result<json::object> resume(Service& service, const std::string& id, const std::string& by) {
  CHITTY_DO(service.ask("chittyauth", post("/v1/subjects/" + encode(id) + "/resume", {{"by", by}}), Service::As::service));
  forget_standing();
  return account(service, id);
}

Result<Response> told(Service& service, Result<json::object> body) {
  if (!body) return body.error();
  return answer(service, std::move(*body));
}

// By an administrator's session, its subject given to `work`.
template <class Work>
Result<Response> by_admin(Service& service, Work&& work) {
  return answering([&]() -> Result<Response> {
    CHITTY_TRY(const auto session, session_of(service));
    CHITTY_DO(for_admins(session));
    CHITTY_TRY(const auto body, work(session.subject));
    return page_answer(body);
  });
}

}  // namespace

Result<Response> list_users(Service& service, const ListUsers& given) {
  const auto& query = given.query;
  return told(service, accounts(service, {query.query, query.status, std::to_string(query.limit), query.cursor}));
}
Result<Response> show_user(Service& service, const ShowUser& given) { return told(service, account(service, given.path.id)); }
Result<Response> suspend_user(Service& service, const SuspendUser& given) {
  return told(service, suspend(service, given.path.id, given.body.reason, service.caller().subject));
}
Result<Response> resume_user(Service& service, const ResumeUser& given) {
  return told(service, resume(service, given.path.id, service.caller().subject));
}

Result<Response> page_users(Service& service) {
  return by_admin(service, [&](const std::string&) -> Result<json::object> {
    CHITTY_TRY(const auto limit, number_in_query(service, "limit", 50, 1, 200));
    return accounts(service, {service.query("query").substr(0, 200), service.query("status"), std::to_string(limit), service.query("cursor").substr(0, 256)});
  });
}
Result<Response> page_suspend_user(Service& service) {
  return by_admin(service, [&](const std::string& by) -> Result<json::object> {
    CHITTY_TRY(const auto body, service.body());
    const auto reason = text_in(body, "reason");
    if (reason.size() > 500) return usage_error("The reason is longer than 500 characters.");
    return suspend(service, service.parameter("id"), reason, by);
  });
}
Result<Response> page_resume_user(Service& service) {
  return by_admin(service, [&](const std::string& by) { return resume(service, service.parameter("id"), by); });
}

}  // namespace chittyportal::routes

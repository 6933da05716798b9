// Services that are listed: submitted with a proof of control, shown to everybody, withdrawn.
#include <chitty/answers.hpp>
#include <chitty/lists.hpp>
#include <chittyregister_names.hpp>

#include "challenges.hpp"
#include "control.hpp"
#include "trail.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr const char* select_services =
    "SELECT s.name AS name, s.chitty_id AS chitty_id, s.entity_type AS entity_type, s.subtype AS subtype, s.description AS "
    "description, s.version AS version,"
    " s.endpoint AS endpoint, s.registered_at AS registered_at, s.updated_at AS updated_at, r.score AS score,"
    " (SELECT MAX(c.valid_until) FROM register_certifications c WHERE c.name = s.name) AS certified_until"
    " FROM register_services s LEFT JOIN register_results r ON r.name = s.name";

struct Proven {
  std::string endpoint, token;  // without a token: a service of this daemon, by its owner
};

Response not_proven(Service& service, const std::string& why, const std::string& name) {
  return Response(
      412, json::object{{"success", false},
                        {"error", "PROOF_OF_CONTROL_FAILED"},
                        {"message", "It is not proven that " + name + " is yours: " + why + "."},
                        {"hint", "Put the text of the challenge there, then submit again: chitty register challenge " + name +
                                     " --endpoint URL"},
                        {"timestamp", rfc3339(service.now())}});
}

// Of the two: what proves it, or the answer that it is not.
struct Proof {
  std::optional<Proven> proven{};
  std::optional<Response> refused{};
};

Result<Proof> prove(Service& service, const std::string& name) {
  CHITTY_TRY(const auto challenge, open_challenge(service, name));
  if (challenge) {
    CHITTY_TRY(const auto why, why_not_proven(service, *challenge));
    if (why.empty()) return Proof{Proven{challenge->endpoint, challenge->token}, {}};
    return Proof{{}, not_proven(service, why, name)};
  }
  CHITTY_TRY(const auto row,
             service.store().find("SELECT endpoint FROM register_services WHERE name = :name AND holder = :holder",
                                  {{"name", name}, {"holder", service.caller().subject}}));
  CHITTY_TRY(const auto here, service.scopes_of_services());
  if (is_operator(service) && here && here->contains(name)) {
    const auto of = controlled(service, name);
    if (of) return Proof{Proven{of->endpoint, {}}, {}};
  }
  if (row) return Proof{Proven{text_in(*row, "endpoint"), {}}, {}};  // proven before, and the address stays
  return Proof{{}, not_proven(service, "there is no challenge of the last 15 minutes", name)};
}

// Names of ours are given by the service that gives them, where there is one.
Result<json::value> chitty_id_for(Service& service, const std::string& name) {
  CHITTY_TRY(const auto before,
             service.store().find("SELECT chitty_id FROM register_services WHERE name = :name AND chitty_id IS NOT NULL",
                                  {{"name", name}}));
  if (before) return before->at("chitty_id");
  CHITTY_TRY(const auto here, service.scopes_of_services());
  if (!here || !here->contains("chittyid")) return json::value(nullptr);
  CHITTY_TRY(const auto minted, service.ask("chittyid", post("/mint", {{"entityType", "thing"}, {"metadata", {{"name", name}}}}),
                                            Service::As::service));
  return json::value(text_in(minted, "chittyId"));
}

Result<json::object> listed(Service& service, const routes::Submit::Body& body, const json::object& whole, const Proven& proven,
                            const json::value& chitty_id) {
  const auto holder = service.caller().subject, now = rfc3339(service.now());
  CHITTY_TRY(const auto before,
             service.store().find("SELECT holder FROM register_services WHERE name = :name", {{"name", body.name}}));
  if (before && text_in(*before, "holder") != holder && !service.sees_all())
    return make_error(Code::conflict, "Somebody else has registered " + body.name + ".",
                      "Choose another name, or ask whoever runs this ChittyOS.");
  if (!before) CHITTY_DO(service.quota("services"));
  CHITTY_DO(service.store().execute(
      "INSERT INTO register_services (name, chitty_id, holder, entity_type, subtype, description, version, endpoint, "
      "declaration, registered_at, updated_at)"
      " VALUES (:name, :id, :holder, :type, :subtype, :description, :version, :endpoint, :declaration, :now, :now) ON CONFLICT "
      "(name) DO UPDATE SET"
      " entity_type = excluded.entity_type, subtype = excluded.subtype, description = excluded.description, version = "
      "excluded.version,"
      " endpoint = excluded.endpoint, declaration = excluded.declaration, updated_at = excluded.updated_at",
      {{"name", body.name},
       {"id", chitty_id},
       {"holder", holder},
       {"type", body.entity_type},
       {"subtype", body.subtype},
       {"description", body.description},
       {"version", body.version},
       {"endpoint", proven.endpoint},
       {"declaration", json::serialize(whole)},
       {"now", now}}));
  CHITTY_DO(service.store().execute("DELETE FROM register_challenges WHERE token = :token", {{"token", proven.token}}));
  CHITTY_DO(remember(service, body.name, holder, before ? "service.updated" : "service.registered",
                     {{"version", body.version}, {"endpoint", proven.endpoint}}));
  CHITTY_TRY(const auto row, service.store().row(std::string(select_services) + " WHERE s.name = :name", {{"name", body.name}},
                                                 "The service was not stored."));
  return json::object{{"registration", record_of(row, shapes::service)}};
}

constexpr std::int64_t an_hour = 3'600'000;  // milliseconds

// Before anything is asked elsewhere, so that those that are refused count, too.
Result<void> count_submission(Service& service) {
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("DELETE FROM register_submissions WHERE counts_until <= :now", {{"now", service.now()}}));
    CHITTY_DO(service.quota("submissions"));
    CHITTY_TRY(const auto id, new_ordered_id(service));
    return service.store().insert("register_submissions", {{"id", id}, {"holder", service.caller().subject}, {"counts_until", service.now() + an_hour}});
  });
}

}  // namespace

namespace routes {

Result<Response> submit(Service& service, const Submit& given) {
  CHITTY_DO(may_have_name(service, given.body.name));
  CHITTY_DO(count_submission(service));
  CHITTY_TRY(const auto whole, service.body());
  CHITTY_TRY(auto proof, prove(service, given.body.name));
  if (proof.refused) return std::move(*proof.refused);
  CHITTY_TRY(const auto id, chitty_id_for(service, given.body.name));
  CHITTY_TRY(auto shown, service.store().transaction([&] { return listed(service, given.body, whole, *proof.proven, id); }));
  return answer(service, std::move(shown));
}

Result<Response> list_services(Service& service, const ListServices&) {
  CHITTY_TRY(const auto page, page_of(service));
  return answer_page(service, page, "services",
                     {std::string(select_services) + " WHERE s.name > :cursor ORDER BY s.name", {{"cursor", page.cursor}}},
                     shapes::service, "name");
}

// What was recorded of it stays; its certificates are not revoked by that.
Result<json::object> withdraw(Service& service, const Withdraw& given) {
  const auto& name = given.path.service;
  CHITTY_TRY(const auto row,
             row_of_caller(service, "SELECT holder FROM register_services WHERE name = :name AND {own}", {{"name", name}},
                           Ownership(service, {"holder"}), "There is no service " + name + " that you registered.",
                           "List the services: chitty register services"));
  CHITTY_DO(service.store().execute("DELETE FROM register_services WHERE name = :name", {{"name", name}}));
  CHITTY_DO(service.store().execute("DELETE FROM register_results WHERE name = :name", {{"name", name}}));
  CHITTY_DO(remember(service, name, text_in(row, "holder"), "service.withdrawn"));
  return json::object{{"name", name}, {"status", "withdrawn"}};
}

}  // namespace routes
}  // namespace chittyregister

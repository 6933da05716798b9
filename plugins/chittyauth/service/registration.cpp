// POST /v1/register: somebody new. A ChittyID comes from the identity service alone, so the registration is written
// first, as pending, and its id is the key under which the identity is minted (person_identity.cpp): whatever fails
// between, asking again goes on from there and gets the same identity.
#include "../email.hpp"
#include "../scope.hpp"
#include "../subject.hpp"
#include "order.hpp"
#include "person_identity.hpp"
#include "rows.hpp"

namespace chittyauth::routes {

namespace {

const std::vector<std::string> first_scopes{"chittyid:read", "chittyid:generate", "chittyauth:read", "chittyauth:write"};

constexpr std::size_t most_metadata = 16'384;

Result<Newcomer> newcomer_of(const Register::Body& body) {
  const auto* region = body.region.if_string();
  Newcomer wanted{email_of(body.email), body.name, body.entityType.empty() ? "P" : body.entityType, region ? std::string(*region) : "",
                  body.jurisdiction, body.metadata};
  if (wanted.email.empty())
    return usage_error("The body's email is not an e-mail address.", "For example user@example.com; an international domain in its ASCII form (xn--...).");
  if (wanted.name.empty()) wanted.name = wanted.email.substr(0, wanted.email.find('@'));
  if (json::serialize(wanted.metadata).size() > most_metadata) return usage_error("The metadata is larger than 16 KiB.");
  return wanted;
}

Error known_already(const std::string& email) {  // the wire says 400, not 409
  Error error = usage_error("Already registered: " + email,
                            "Use another address, or log in with the token of that registration: chitty auth login");
  error.details["cause"] = "duplicate_email";
  return error;
}

// A new pending registration, or the one that was not finished.
Result<Pending> begin(Service& service, const Newcomer& wanted) {
  CHITTY_TRY(const auto id, new_id(service, "reg_"));
  CHITTY_TRY(const auto row, service.store().find(
                                 "INSERT INTO auth_registrations (id, email, name, entity_type, metadata, registered_by, status, created_at)"
                                 " VALUES (:id, :email, :name, :type, :metadata, :by, 'pending', :now) ON CONFLICT (email) DO UPDATE SET"
                                 " name = excluded.name, metadata = excluded.metadata, registered_by = excluded.registered_by"
                                 " WHERE auth_registrations.status = 'pending' RETURNING id, created_at",
                                 {{"id", id},
                                  {"email", wanted.email},
                                  {"name", wanted.name},
                                  {"type", wanted.entity_type},
                                  {"metadata", json::serialize(wanted.metadata)},
                                  {"by", service.caller().subject},
                                  {"now", rfc3339(service.now())}}));
  if (!row) return known_already(wanted.email);
  return Pending{text_in(*row, "id"), text_in(*row, "created_at")};
}

Result<std::optional<json::object>> registration_of(Service& service, const std::string& subject) {
  CHITTY_TRY(auto row, service.store().find("SELECT subject AS did, name, email, entity_type, '0' AS trust_level, created_at AS registered_at"
                                            " FROM auth_registrations WHERE status = 'active' AND subject = :subject",
                                            {{"subject", subject}}));
  if (!row) return std::optional<json::object>();
  (*row)["chitty_id"] = chitty_id_of(subject);
  return std::optional(record_of(*row, shapes::registration));
}

// The pending registration becomes one with its first token; nobody else's request may have done so meanwhile. The daemon's
// owner registers a person as whom the owner then works, so that nothing is lost by it.
Result<json::object> finish(Service& service, const std::string& id, const PersonIdentity& identity, const std::string& email) {
  CHITTY_TRY(const auto changed, service.store().execute(
                                     "UPDATE auth_registrations SET status = 'active', subject = :did, entity_type = :entity"
                                     " WHERE id = :id AND status = 'pending'",
                                     {{"did", identity.did}, {"entity", identity.entity}, {"id", id}}));
  if (changed != 1) return known_already(email);
  CHITTY_TRY(const auto token, issue_token(service, {identity.did, service.caller().owner ? std::vector<std::string>{"admin:*"} : first_scopes}));
  CHITTY_TRY(const auto registration, registration_of(service, identity.did));
  CHITTY_DO(service.event("person.registered", identity.did, {{"registration", id}, {"tokenId", token.id}}));
  const auto given = token_answer(token);
  return json::object{{"registration", registration.value()},
                      {"token", json::object{{"accessToken", token.text},
                                             {"tokenId", token.id},
                                             {"expiresAt", given.at("expiresAt")},
                                             {"scope", given.at("scope")}}},
                      {"nextSteps", json::array{"Keep the access token; it is shown once.", "chitty auth token list",
                                                "chitty id mint --entity PERSON"}}};
}

}  // namespace

Result<Response> register_(Service& service, const Register& given) {
  CHITTY_TRY(const auto wanted, newcomer_of(given.body));
  CHITTY_TRY(const auto registration, begin(service, wanted));
  CHITTY_TRY(const auto identity, identity_for(service, wanted, registration));
  CHITTY_TRY(const auto is_owner, name_owner(service, identity));
  return answer_with_secret(service, 201, [&]() -> Result<json::object> {
    CHITTY_TRY(auto answer, finish(service, registration.id, identity, wanted.email));
    answer["isOwner"] = is_owner;
    return answer;
  });
}

// GET /v1/registration: the caller's own.
Result<Response> show_registration(Service& service) {
  CHITTY_TRY(const auto registration, registration_of(service, service.caller().subject));
  if (registration) return answer(service, {{"registration", *registration}});
  return make_error(Code::not_found, "You are not registered here.", "Register: chitty auth register --email YOU@EXAMPLE.COM");
}

}  // namespace chittyauth::routes

// POST /v1/register: somebody new. A ChittyID comes from the identity service alone, so the registration is written
// first, as pending, and its id is the key under which the identity is minted (person_identity.cpp): whatever fails
// between, asking again goes on from there and gets the same identity.
#include "../email.hpp"
#include "../scope.hpp"
#include "../subject.hpp"
#include "order.hpp"
#include "person_identity.hpp"
#include "routes.hpp"

namespace chitty::auth::service {

namespace {

const std::vector<std::string> first_scopes{"chittyid:read", "chittyid:generate", "chittyauth:read",
                                            "chittyauth:write"};

constexpr std::size_t most_metadata = 16'384;

Result<Newcomer> newcomer_of(const json::object& body) {
  Newcomer wanted{email_of(text_in(body, "email")), text_in(body, "name"),         text_in(body, "entityType"),
                  text_in(body, "region"),          text_in(body, "jurisdiction"), {}};
  if (wanted.email.empty())
    return usage_error("The body's email is not an e-mail address.", "For example user@example.com");
  if (wanted.name.empty()) wanted.name = wanted.email.substr(0, wanted.email.find('@'));
  if (wanted.name.size() > 200) return usage_error("The body's name is longer than 200 bytes.");
  if (wanted.entity_type.empty()) wanted.entity_type = "P";
  auto metadata = object_in(body, "metadata");
  if (!metadata) return metadata.error();
  if (json::serialize(*metadata).size() > most_metadata) return usage_error("The metadata is larger than 16 KiB.");
  wanted.metadata = std::move(*metadata);
  return wanted;
}

Error known_already(const std::string& email) {  // the wire says 400, not 409
  Error error = usage_error("Somebody is registered as " + email + " already.",
                            "Use another address, or the token of that registration.");
  error.details["cause"] = "duplicate_email";
  return error;
}

// A new pending registration, or the one that was not finished.
Result<Pending> begin(Service& service, const Newcomer& wanted) {
  auto id = new_id(service, "reg_");
  if (!id) return id.error();
  auto row = service.store().find(
      "INSERT INTO auth_registrations (id, email, name, entity_type, metadata, registered_by, status, created_at)"
      " VALUES (:id, :email, :name, :type, :metadata, :by, 'pending', :now) ON CONFLICT (email) DO UPDATE SET"
      " name = excluded.name, metadata = excluded.metadata, registered_by = excluded.registered_by"
      " WHERE auth_registrations.status = 'pending' RETURNING id, created_at",
      {{"id", *id},
       {"email", wanted.email},
       {"name", wanted.name},
       {"type", wanted.entity_type},
       {"metadata", json::serialize(wanted.metadata)},
       {"by", service.caller().subject},
       {"now", rfc3339(service.now())}});
  if (!row) return row.error();
  if (!*row) return known_already(wanted.email);
  return Pending{text_of(**row, "id"), text_of(**row, "created_at")};
}

// The daemon's owner registers a person as whom the owner then works, so that nothing is lost by it.
Grant first_grant(const Caller& by, const std::string& did) {
  return {did, by.owner ? std::vector<std::string>{"admin:*"} : first_scopes};
}

json::object registration_of(const Row& row) {
  return {{"chittyId", chitty_id_of(text_of(row, "subject"))},
          {"did", row.at("subject")},
          {"name", row.at("name")},
          {"email", row.at("email")},
          {"entityType", row.at("entity_type")},
          {"trustLevel", "0"},
          {"registeredAt", row.at("created_at")}};
}

Result<std::optional<Row>> find_registration(Service& service, std::string_view column, const std::string& value) {
  return service.store().find(
      "SELECT subject, name, email, entity_type, created_at FROM auth_registrations WHERE status = 'active' AND " +
          std::string(column) + " = :value",
      {{"value", value}});
}

// The pending registration becomes one with its first token; nobody else's request may have done so meanwhile.
Result<json::object> finish(Service& service, const std::string& id, const PersonIdentity& identity,
                            const std::string& email) {
  auto changed = service.store().execute(
      "UPDATE auth_registrations SET status = 'active', subject = :did, entity_type = :entity"
      " WHERE id = :id AND status = 'pending'",
      {{"did", identity.did}, {"entity", identity.entity}, {"id", id}});
  if (!changed) return changed.error();
  if (*changed != 1) return known_already(email);
  auto token = issue_token(service, first_grant(service.caller(), identity.did));
  if (!token) return token.error();
  auto row = find_registration(service, "id", id);
  if (!row) return row.error();
  if (auto told = service.event({{"type", "person.registered"},
                                 {"subject", identity.did},
                                 {"data", json::object{{"registration", id}, {"tokenId", token->id}}}});
      !told)
    return told.error();
  auto given = token_answer(*token);
  return json::object{{"registration", registration_of(row->value())},
                      {"token", json::object{{"accessToken", given.at("token")},
                                             {"tokenId", given.at("tokenId")},
                                             {"expiresAt", given.at("expiresAt")},
                                             {"scope", given.at("scope")}}},
                      {"nextSteps", json::array{"Keep the access token; it is shown once.", "chitty auth token list",
                                                "chitty id mint --entity PERSON"}}};
}

}  // namespace

Result<Response> register_person(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto wanted = newcomer_of(*body);
  if (!wanted) return refuse(service, wanted.error());
  const auto registration = begin(service, *wanted);
  if (!registration) return refuse(service, registration.error());
  const auto identity = identity_for(service, *wanted, *registration);
  if (!identity) return refuse(service, identity.error());
  const auto is_owner = name_owner(service, *identity);
  if (!is_owner) return refuse(service, is_owner.error());
  return answer_afresh(service, 201, [&]() -> Result<json::object> {
    auto answer = finish(service, registration->id, *identity, wanted->email);
    if (answer) (*answer)["isOwner"] = *is_owner;
    return answer;
  });
}

// GET /v1/registration: the caller's own.
Result<Response> show_registration(Service& service) {
  auto row = find_registration(service, "subject", service.caller().subject);
  if (!row) return row.error();
  if (!*row)
    return refuse(service, make_error(Code::not_found, "You are not registered here.",
                                      "Register: chitty auth register --email YOU@EXAMPLE.COM"));
  return Response(envelope(service, {{"registration", registration_of(**row)}}));
}

}  // namespace chitty::auth::service

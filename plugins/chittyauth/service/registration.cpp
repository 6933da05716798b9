// POST /v1/register: somebody new. A ChittyID comes from the identity service alone, so the registration is written
// first, as pending, and its id is the key under which the identity is minted: whatever fails between, asking again
// goes on from there and gets the same identity.
#include <algorithm>

#include "../scope.hpp"
#include "order.hpp"
#include "routes.hpp"

namespace chitty::auth::service {

namespace {

const std::vector<std::string> first_scopes{"chittyid:read", "chittyid:generate", "chittyauth:read",
                                            "chittyauth:write"};

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>' && c != '"' && c != ',';
  };
  return at != text.npos && at > 0 && at + 3 < text.size() && text.size() <= 254 &&
         text.find('@', at + 1) == text.npos && text.find('.', at) != text.npos && text.back() != '.' &&
         std::all_of(text.begin(), text.end(), plain);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return text;
}

struct Wanted {
  std::string email, name, entity_type, region, jurisdiction;
  json::object metadata;
};

Result<Wanted> wanted_of(const json::object& body) {
  Wanted wanted{lower(text_in(body, "email")), text_in(body, "name"),         text_in(body, "entityType"),
                text_in(body, "region"),       text_in(body, "jurisdiction"), {}};
  if (!is_email(wanted.email))
    return usage_error("The body's email is not an e-mail address.", "For example user@example.com");
  if (wanted.name.empty()) wanted.name = wanted.email.substr(0, wanted.email.find('@'));
  if (wanted.name.size() > 200) return usage_error("The body's name is longer than 200 bytes.");
  if (wanted.entity_type.empty()) wanted.entity_type = "P";
  auto metadata = object_in(body, "metadata");
  if (!metadata) return metadata.error();
  wanted.metadata = std::move(*metadata);
  return wanted;
}

Error known_already(const std::string& email) {  // the wire says 400, not 409
  Error error = usage_error("Somebody is registered as " + email + " already.",
                            "Use another address, or the token of that registration.");
  error.details["cause"] = "duplicate_email";
  return error;
}

// The registration's id: a new pending one, or the one that was not finished.
Result<std::string> begin(Service& service, const Wanted& wanted) {
  auto id = new_id(service, "reg_");
  if (!id) return id.error();
  auto kept = service.store().execute(
      "INSERT INTO auth_registrations (id, email, name, entity_type, metadata, registered_by, status, created_at)"
      " VALUES (:id, :email, :name, :type, :metadata, :by, 'pending', :now) ON CONFLICT (email) DO NOTHING",
      {{"id", *id},
       {"email", wanted.email},
       {"name", wanted.name},
       {"type", wanted.entity_type},
       {"metadata", json::serialize(wanted.metadata)},
       {"by", service.caller().subject},
       {"now", rfc3339(service.now())}});
  if (!kept) return kept.error();
  if (*kept == 1) return *id;
  auto row =
      service.store().find("SELECT id, status FROM auth_registrations WHERE email = :email", {{"email", wanted.email}});
  if (!row) return row.error();
  if (!*row || text_of(**row, "status") != "pending") return known_already(wanted.email);
  return text_of(**row, "id");
}

Result<std::string> mint(Service& service, const Wanted& wanted, const std::string& registration) {
  json::object order{{"entityType", wanted.entity_type},
                     {"metadata", json::object{{"name", wanted.name}, {"registration", registration}}}};
  if (!wanted.region.empty()) order["region"] = wanted.region;
  if (!wanted.jurisdiction.empty()) order["jurisdiction"] = wanted.jurisdiction;
  auto request = post("/mint", std::move(order));
  request.headers["Idempotency-Key"] = registration;
  auto reply = service.ask("chittyid", request, Service::As::service);
  if (!reply) return reply.error();
  auto did = text_in(*reply, "did");
  if (did.empty()) did = "did:chitty:" + text_in(*reply, "chittyId");
  return did;
}

// The daemon's owner registers a person as whom the owner then works, so that nothing is lost by it.
Grant first_grant(const Caller& by, const std::string& did) {
  Grant grant{did, by.owner ? std::vector<std::string>{"admin:*"} : first_scopes};
  return grant;
}

json::object registration_of(const Row& row) {
  return {{"chittyId", row.at("subject")},       {"name", row.at("name")}, {"email", row.at("email")},
          {"entityType", row.at("entity_type")}, {"trustLevel", "0"},      {"registeredAt", row.at("created_at")}};
}

Result<std::optional<Row>> find_registration(Service& service, std::string_view column, const std::string& value) {
  return service.store().find(
      "SELECT subject, name, email, entity_type, created_at FROM auth_registrations WHERE status = 'active' AND " +
          std::string(column) + " = :value",
      {{"value", value}});
}

// The pending registration becomes one with its first token; nobody else's request may have done so meanwhile.
Result<json::object> finish(Service& service, const std::string& id, const std::string& did, const std::string& email) {
  auto changed = service.store().execute(
      "UPDATE auth_registrations SET status = 'active', subject = :did WHERE id = :id AND status = 'pending'",
      {{"did", did}, {"id", id}});
  if (!changed) return changed.error();
  if (*changed != 1) return known_already(email);
  auto token = issue_token(service, first_grant(service.caller(), did));
  if (!token) return token.error();
  auto row = find_registration(service, "id", id);
  if (!row) return row.error();
  if (auto told = service.event({{"type", "person.registered"},
                                 {"subject", did},
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
                                                "chitty id list --mine"}}};
}

}  // namespace

Result<Response> register_person(Service& service) {
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto wanted = wanted_of(*body);
  if (!wanted) return refuse(service, wanted.error());
  const auto registration = begin(service, *wanted);
  if (!registration) return refuse(service, registration.error());
  const auto did = mint(service, *wanted, *registration);
  if (!did) return refuse(service, did.error());
  json::object answer;
  auto done = service.store().transaction([&]() -> Result<void> {
    auto finished = finish(service, *registration, *did, wanted->email);
    if (!finished) return finished.error();
    answer = std::move(*finished);
    return {};
  });
  if (!done) return refuse(service, done.error());
  return fresh_answer(service, 201, std::move(answer));
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

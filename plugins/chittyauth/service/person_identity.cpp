#include "person_identity.hpp"

#include <chitty/time.hpp>

#include "../members.hpp"

namespace chitty::auth {

namespace {

// For a day, the key alone makes of two requests one identity. Well before that day is over, what was minted is looked
// up as well, from a little before the registration on: two daemons' clocks differ.
constexpr std::int64_t a_little = 3'600'000, key_is_trusted = 12 * a_little;

// What goes wrong between services is no fault of whoever registers; what is wrong with their words is.
Error not_minted(Error error) {
  if (error.code == Code::not_found || error.code == Code::permission_denied || error.code == Code::unauthenticated)
    error.code = Code::configuration;
  if (error.code == Code::refused) error.code = Code::invalid_argument;  // 400, as the wire has it for words
  return error;
}

Result<PersonIdentity> mint(Service& service, const Newcomer& person, const std::string& registration) {
  json::object order{{"entityType", person.entity_type},
                     {"metadata", json::object{{"name", person.name}, {"registration", registration}}}};
  if (!person.region.empty()) order["region"] = person.region;
  if (!person.jurisdiction.empty()) order["jurisdiction"] = person.jurisdiction;
  auto request = post("/mint", std::move(order));
  request.headers["Idempotency-Key"] = registration;
  auto reply = service.ask("chittyid", request, Service::As::service);
  if (!reply) return not_minted(reply.error());
  PersonIdentity identity{text_in(*reply, "did"), text_in(*reply, "entity")};
  if (identity.did.empty() || identity.entity.empty())
    return make_error(Code::malformed, "The identity service says that it minted an identity, but returned none.");
  return identity;
}

// Among all that this service has had minted since then, newest first.
Result<std::optional<PersonIdentity>> minted_since(Service& service, std::int64_t begun, const std::string& id) {
  std::string cursor;
  do {
    const auto asked = get("/api/v2/chittyid/list",
                           {{"mine", "true"}, {"since", rfc3339(begun)}, {"limit", "200"}, {"cursor", cursor}});
    const auto reply = service.ask("chittyid", asked, Service::As::service);
    if (!reply) return not_minted(reply.error());
    const auto* identities = array_in(object_of(*reply), "identities");
    if (!identities) return make_error(Code::malformed, "The identity service's answer has no list of identities.");
    for (const auto& identity : *identities)
      if (const auto* metadata = inner_object(object_of(identity), "metadata"); metadata && text_in(*metadata, "registration") == id)
        return std::optional(PersonIdentity{text_in(identity, "did"), text_in(identity, "entity")});
    const auto* page = inner_object(object_of(*reply), "metadata");
    cursor = page ? text_in(*page, "nextCursor") : std::string();
  } while (!cursor.empty());
  return std::optional<PersonIdentity>();
}

}  // namespace

Result<PersonIdentity> identity_for(Service& service, const Newcomer& person, const Pending& registration) {
  const auto begun = parse_rfc3339(registration.created_at).value_or(0);
  if (service.now() - begun > key_is_trusted) {
    CHITTY_TRY(auto before, minted_since(service, begun - a_little, registration.id));
    if (before) return std::move(*before);
  }
  return mint(service, person, registration.id);
}

Result<bool> name_owner(Service& service, const PersonIdentity& identity) {
  if (!service.caller().owner) return false;
  auto reply = service.ask("chittyid", post("/api/v2/owner", {{"did", identity.did}}), Service::As::caller);
  if (reply) return true;
  if (reply.error().code == Code::conflict) return false;
  return not_minted(reply.error());
}

}  // namespace chitty::auth

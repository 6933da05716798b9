// chitty auth register
#include <chitty/members.hpp>
#include <cstdlib>

#include "../email.hpp"
#include "commands.hpp"

namespace chitty::auth::commands {

namespace {

// The registration that the caller has; none for one who has none, whom nobody knows, or who has no token yet.
Result<std::optional<json::object>> own_registration(Host& host) {
  auto reply = host.send(get("/v1/registration"));
  if (!reply) {
    for (const auto code : {Code::not_found, Code::unauthenticated, Code::permission_denied, Code::configuration})
      if (reply.error().code == code) return std::optional<json::object>();
    return reply.error();
  }
  auto* object = reply->value().if_object();
  auto* registration = object ? object->if_contains("registration") : nullptr;
  if (!registration || !registration->is_object()) return std::optional<json::object>();
  return std::optional(std::move(registration->get_object()));
}

// Where --email is not given: what the system knows as the person's address, else what they type.
Result<std::string> address_of(const Arguments& args, Host& host) {
  if (args.has("email")) return args.text("email");
  if (const char* address = std::getenv("EMAIL"); address && *address) return std::string(address);
  auto answer = host.question("Your e-mail address:");
  if (answer && !answer->empty()) return *answer;
  return usage_error("Say which e-mail address to register.", "For example --email you@example.com");
}

}  // namespace

Result<void> become(Host& host, const std::string& token, const std::string& chitty_id) {
  auto kept = host.keep_credential({}, {}, token, Host::Credential::shared);
  if (kept) return kept;
  Error error = kept.error();
  error.hint =
      "The new token was made and could not be kept, so nobody has it. Mend this; then an administrator gives"
      " you another: chitty auth token provision --for " +
      chitty_id + " --scopes ..." + (error.hint.empty() ? "" : " " + error.hint);
  return error;
}

// chitty auth register: known by an e-mail address, with a ChittyID and a first token, which from then on is the
// caller's. Who is registered already, and says no other address, is shown that registration.
Result<Reply> register_person(const Arguments& args, Host& host) {
  auto own = own_registration(host);
  if (!own) return own.error();
  if (*own && (!args.has("email") || text_in(**own, "email") == email_of(args.text("email")))) {
    host.note("You are registered already.");
    return Reply(std::move(**own));
  }
  const auto address = address_of(args, host);
  if (!address) return address.error();
  const auto email = email_of(*address);
  if (email.empty()) return usage_error("'" + *address + "' is not an e-mail address.", "For example you@example.com");
  json::object order{{"email", email}, {"entityType", "P"}, {"region", "1"}, {"jurisdiction", "USA"}};
  order["name"] = args.has("name") ? args.text("name") : email.substr(0, email.find('@'));
  auto reply = host.send(post("/v1/register", std::move(order)).anonymous());
  if (!reply) return reply;
  const auto* answer = reply->value().if_object();
  const auto* token = answer ? answer->if_contains("token") : nullptr;
  const auto* registration = answer ? answer->if_contains("registration") : nullptr;
  if (!token || !registration || text_in(*token, "accessToken").empty() || !registration->is_object())
    return make_error(Code::malformed, "The service says that it registered you, but gives no token.");
  if (auto kept = become(host, text_in(*token, "accessToken"), text_in(*registration, "chittyId")); !kept)
    return kept.error();
  auto record = registration->get_object();
  for (const auto* member : {"tokenId", "scope", "expiresAt"})
    if (const auto* value = token->get_object().if_contains(member)) record[member] = *value;
  host.note("Your token is kept, and used from now on.");
  if (const auto* is_owner = answer->if_contains("isOwner"); is_owner && *is_owner == true)
    host.note("What you have minted before is yours as before: chitty id list --mine");
  return Reply(std::move(record));
}

}  // namespace chitty::auth::commands

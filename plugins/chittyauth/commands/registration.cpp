// chitty auth register
#include <cstdlib>

#include "../email.hpp"
#include "../git_address.hpp"
#include "../members.hpp"
#include "own_token.hpp"

namespace chittyauth::commands {

namespace {

// The registration that the caller has; none for one who has none, whom nobody knows, or who has no token yet.
Result<std::optional<json::object>> own_registration(Host& host) {
  const auto reply = host.send(get("/v1/registration"));
  if (reply) {
    const auto* registration = inner_object(object_of(reply->value()), "registration");
    return registration ? std::optional(*registration) : std::nullopt;
  }
  for (const auto code : {Code::not_found, Code::unauthenticated, Code::permission_denied, Code::configuration})
    if (reply.error().code == code) return std::optional<json::object>();
  return reply.error();
}

// Where --email is not given: what the system knows as the person's address, else what they type.
Result<std::string> address_of(const Register& args, Host& host) {
  if (!args.email.empty()) return args.email;
  if (const char* address = std::getenv("EMAIL"); address && *address) return std::string(address);
  const auto known = email_of(git_address());
  auto answer = host.question(known.empty() ? "Your e-mail address:" : "Your e-mail address [" + known + "]:");
  if (answer && answer->empty() && !known.empty()) return known;
  if (answer && !answer->empty()) return *answer;
  if (!answer && answer.error().code == Code::cancelled) return answer.error();
  return usage_error("missing required option '--email'", "For example --email you@example.com");
}

}  // namespace

// Known by an e-mail address, with a ChittyID and a first token, which from then on is the caller's. Who is registered
// already, and says no other address, is shown that registration.
Result<Reply> register_(const Register& args, Host& host) {
  CHITTY_TRY(auto own, own_registration(host));
  if (own && (args.email.empty() || text_in(*own, "email") == email_of(args.email))) {
    host.note("You are registered already.");
    return Reply(std::move(*own));
  }
  CHITTY_TRY(const auto address, address_of(args, host));
  const auto email = email_of(address), person = email.substr(0, email.find('@'));
  if (email.empty()) return usage_error("invalid e-mail address '" + address + "'", "For example you@example.com; an international domain in its ASCII form (xn--...).");
  CHITTY_TRY(const auto accounts, accounts_of(host));  // before anything is made that might be lost
  CHITTY_TRY(const auto reply, host.send(post("/v1/register", {{"email", email},
                                                               {"entityType", "P"},
                                                               {"region", "1"},
                                                               {"jurisdiction", "USA"},
                                                               {"name", args.name.empty() ? person : args.name}})
                                             .credential_optional()));
  const auto& answer = object_of(reply.value());
  const auto *token = inner_object(answer, "token"), *registration = inner_object(answer, "registration");
  if (!token || !registration || text_in(*token, "accessToken").empty())
    return make_error(Code::malformed, "the service says that it registered you, but returned no token");
  auto record = *registration;
  for (const auto* member : {"tokenId", "scope", "expiresAt"})
    if (const auto* value = token->if_contains(member)) record[member] = *value;
  CHITTY_DO(become(host, {free_name(accounts, person), {}, facts_of(record), true}, text_in(*token, "accessToken")));
  host.note("Saved your token; it is used from now on");
  for (const auto& one : accounts)
    if (one.in_use) host.note("Switch back to the previous one: chitty auth switch " + one.name);
  if (is_true(answer, "isOwner")) host.note("The identities you minted before are still yours: chitty id list --mine");
  return Reply(std::move(record));
}

}  // namespace chittyauth::commands

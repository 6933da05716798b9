// chitty id credential issue, verify; list and revoke are declared in manifest.json
#include "../identifier.hpp"
#include "commands.hpp"

#include <algorithm>
#include <chitty/jws.hpp>
#include <chitty/verdict.hpp>

namespace chittyid::commands {

namespace {

// PascalCase, as a type in a credential is written.
Result<void> check_type(const std::string& type) {
  const bool named = !type.empty() && type.size() <= 64 && id::matches("A", type.substr(0, 1)) &&
                     std::all_of(type.begin(), type.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
  if (named && type != "VerifiableCredential") return {};
  return usage_error("The credential's type \"" + type + "\" must be a name like VerifiedDeveloper: a capital, then letters and digits.");
}

// Looks like a credential itself rather than its id.
bool looks_like_jwt(std::string_view text) { return text.starts_with("ey") && text.find('.') != text.npos; }

}  // namespace

// About the caller's own identity unless --subject says another.
Result<Reply> credential_issue(const CredentialIssue& args, Host& host) {
  CHITTY_DO(check_type(args.type));
  if (!args.claims.is_null() && !args.claims.is_object())
    return usage_error("--claims must be a JSON object.", "For example --claims '{\"level\":\"senior\"}'");
  json::object order{{"type", args.type}};
  if (!args.claims.is_null()) order["claims"] = args.claims;
  if (!args.subject.empty()) {
    CHITTY_TRY(order["subject"], id::checked_did(args.subject));
  }
  if (args.expires) order["expiresIn"] = *args.expires;

  CHITTY_TRY(auto reply, host.send(post("/api/v2/credentials/issue", std::move(order))));
  if (const auto minted = text_in(reply.value(), "minted"); !minted.empty())
    host.note("Minted " + minted + " as your own identity, since you had none");
  return reply;
}

// By id, or the token itself. What fails is named, and the command fails with it.
Result<Reply> credential_verify(const CredentialVerify& args, Host& host) {
  auto request = get("/api/v2/credentials/verify/" + encode(args.credential));
  if (looks_like_jwt(args.credential)) {
    if (const auto token = parse_jws(args.credential); !token)
      return usage_error(token.error().message, "List the credentials with their ids: chitty id credential list");
    request = post("/api/v2/credentials/verify", {{"jwt", args.credential}});
    request.repeatable = true;
  }
  CHITTY_TRY(const auto reply, host.send(request));
  return judged(reply, "credential", "reason");
}

}  // namespace chittyid::commands

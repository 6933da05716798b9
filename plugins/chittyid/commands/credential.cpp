// chitty id credential issue, verify, list, revoke
#include "../credential.hpp"
#include "../identifier.hpp"
#include "commands.hpp"

#include <chitty/jws.hpp>

namespace chitty::id::commands {

namespace {

// Looks like a credential itself rather than its id.
bool is_token(std::string_view text) { return text.substr(0, 2) == "ey" && text.find('.') != std::string_view::npos; }

}  // namespace

// chitty id credential issue: about the caller's own identity unless --subject says another.
Result<Reply> issue_credential(const Arguments& args, Host& host) {
  if (auto named = check_type(args.text("type")); !named) return named.error();
  const auto claims = args.value("claims");
  if (!claims.is_null() && !claims.is_object())
    return usage_error("--claims must be a JSON object.", "For example --claims '{\"level\":\"senior\"}'");
  json::object order{{"type", args.text("type")}, {"claims", claims}};
  if (args.has("subject")) {
    const auto subject = parse_identifier(args.text("subject"));
    if (!subject) return subject.error();
    if (auto checked = check_identifier(*subject); !checked) return checked.error();
    order["subject"] = subject->did();
  }
  if (args.has("expires")) order["expiresIn"] = args.integer("expires");

  return host.send(post("/api/v2/credentials/issue", std::move(order)));
}

// chitty id credential verify: by id, or the token itself. What fails is named, and the command fails with it.
Result<Reply> verify_credential(const Arguments& args, Host& host) {
  const auto given = args.text("credential");
  auto request = get("/api/v2/credentials/verify/" + encode(given));
  if (is_token(given)) {
    if (const auto token = parse_jws(given); !token)
      return usage_error(token.error().message, "Give the id that `chitty id credential list` shows.");
    request = post("/api/v2/credentials/verify", {{"jwt", given}});
    request.repeatable = true;
  }

  auto reply = host.send(request);
  if (!reply) return reply;
  const auto* verdict = reply->value().if_object();
  const auto* valid = verdict ? verdict->if_contains("valid") : nullptr;
  if (!valid || !valid->is_bool()) return make_error(Code::malformed, "The service's answer does not say whether the credential is valid.");
  if (valid->get_bool()) return reply;
  Error error = make_error(Code::refused, text_in(*verdict, "reason"));
  if (error.message.empty()) error.message = "The service says that the credential is not valid.";
  error.details = *verdict;
  return error;
}

Result<Reply> list_credentials(const Arguments& args, Host& host) {
  return give_pages(host, "credentials", args.integer("limit"), [&](const std::string& cursor, const std::string& limit) {
    return get("/api/v2/credentials", {{"did", args.text("did")}, {"limit", limit}, {"cursor", cursor}});
  });
}

Result<Reply> revoke_credential(const Arguments& args, Host& host) {
  json::object body;
  if (args.has("reason")) body["reason"] = args.text("reason");
  return host.send(post("/api/v2/credentials/" + encode(args.text("credential")) + "/revoke", std::move(body)));
}

}  // namespace chitty::id::commands

// chitty id session sync, list, export
#include "commands.hpp"

namespace chitty::id::commands {

namespace {

// Who the GitHub token belongs to, as GitHub says it (GET /user).
Result<json::object> github_account(Host& host) {
  auto reply = host.send(get("/user").to("github-project"));
  if (!reply) return reply.error();
  const auto* user = reply->value().if_object();
  const auto* id = user ? user->if_contains("id") : nullptr;
  if (!id || !id->is_int64() || text_in(*user, "login").empty())
    return make_error(Code::malformed, "GitHub's answer does not say who the token belongs to.",
                      "Check the address of the remote of type github-project.");
  json::object metadata;
  for (const auto* member : {"login", "name", "html_url"})
    if (const auto* value = user->if_contains(member); value && !value->is_null()) metadata[member] = *value;
  return json::object{{"provider", "github"}, {"external_id", std::to_string(id->get_int64())}, {"metadata", std::move(metadata)}};
}

}  // namespace

// chitty id session sync: link the account that a token elsewhere proves to the caller's identity.
Result<Reply> sync_session(const Arguments& args, Host& host) {
  if (!args.flag("github")) return usage_error("Say which account to take.", "For example --github");
  auto account = github_account(host);
  if (!account) return account.error();

  auto reply = host.send(post("/api/v2/session/sync", std::move(*account)));
  if (!reply) return reply;
  if (text_in(reply->value(), "session_id").empty())
    return make_error(Code::malformed, "The service says that it synced, but names no session.");
  return reply;
}

Result<Reply> list_sessions(const Arguments& args, Host& host) {
  return give_pages(host, "sessions", args.integer("limit"), [&](const std::string& cursor, const std::string& limit) {
    return get("/api/v2/sessions", {{"did", args.text("did")}, {"limit", limit}, {"cursor", cursor}});
  });
}

// chitty id session export: the session as JSON, for a file.
Result<Reply> export_session(const Arguments& args, Host& host) {
  auto reply = host.send(get("/api/v2/session/" + encode(args.text("session"))));
  if (!reply) return reply;
  const auto* object = reply->value().if_object();
  const auto* session = object ? object->if_contains("session") : nullptr;
  if (!session || !session->is_object()) return make_error(Code::malformed, "The service's answer has no session in it.");
  if (auto written = host.bytes(json::serialize(*session) + "\n"); !written) return written.error();
  return Reply::nothing();
}

}  // namespace chitty::id::commands

// chitty id session sync; list and export are declared in manifest.json
#include "commands.hpp"

#include <chitty/members.hpp>

namespace chittyid::commands {

namespace {

// Who the GitHub token belongs to, as GitHub says it (GET /user).
Result<json::object> github_account(Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/user").to("github-project")));
  const auto* user = reply.value().if_object();
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

// Link the account that a token elsewhere proves to the caller's identity.
Result<Reply> session_sync(const SessionSync& args, Host& host) {
  if (!args.github) return usage_error("choose an account to sync", "For example --github");
  CHITTY_TRY(auto account, github_account(host));
  CHITTY_TRY(auto reply, host.send(post("/api/v2/session/sync", std::move(account))));
  if (!text_in(reply.value(), "session_id").empty()) return reply;
  return make_error(Code::malformed, "the service says that it synced, but returned no session");
}

}  // namespace chittyid::commands

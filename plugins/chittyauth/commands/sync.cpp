// chitty auth sync notion REMOTE --log-tokens: which tokens there are, written to a board that people look at. The
// board's own plugin writes it; no token is ever part of it.
#include <chitty/members.hpp>

#include "commands.hpp"

namespace chitty::auth::commands {

namespace {

json::object entry_of(const json::object& token) {
  json::object entry{{"title", text_in(token, "id")}};
  for (const auto* member : {"status", "kind", "subject", "scopes", "created_at", "expires_at", "last_used_at"})
    if (const auto* value = token.if_contains(member)) entry[member] = *value;
  return entry;
}

// A board that is not there is not the person's slip of the tongue: say how to get it.
Error no_board(Error error, const std::string& remote) {
  if (error.code != Code::invalid_argument && error.code != Code::configuration) return error;
  return make_error(Code::configuration, "Nothing can be written to '" + remote + "': " + error.message,
                    "Install the plugin notion-database, then: chitty remote add " + remote +
                        " notion-database --token env:NOTION_TOKEN");
}

}  // namespace

Result<Reply> sync_notion(const Arguments& args, Host& host) {
  if (!args.flag("log-tokens")) return usage_error("Say what to write there.", "For example --log-tokens");
  const auto tracker = args.text("remote");
  std::uint64_t written = 0;
  std::string cursor;
  do {
    auto reply = host.send(get("/v1/tokens", {{"limit", "100"}, {"cursor", cursor}}));
    if (!reply) return reply;
    const auto* answer = reply->value().if_object();
    const auto* tokens = answer ? answer->if_contains("tokens") : nullptr;
    if (!tokens || !tokens->is_array())
      return make_error(Code::malformed, "The service's answer has no list of tokens.");
    for (const auto& token : tokens->get_array()) {
      if (!token.is_object()) return make_error(Code::malformed, "The service's answer has a token that is none.");
      auto added = host.run({tracker, "add", "--record", json::serialize(entry_of(token.get_object()))});
      if (!added) return written == 0 ? no_board(added.error(), tracker) : added.error();
      host.progress(++written, 0, "tokens");
    }
    const auto* metadata = answer->if_contains("metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
  } while (!cursor.empty());
  return Reply(json::object{{"remote", tracker}, {"written", written}});
}

}  // namespace chitty::auth::commands

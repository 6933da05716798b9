// chitty auth sync notion REMOTE --log-tokens: which tokens there are, written to a board that people look at. The
// board's own plugin writes it; no token is ever part of it.
#include "../members.hpp"
#include "../names.hpp"

namespace chittyauth::commands {

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
                    "Install the plugin notion-database, then: chitty remote add " + remote + " notion-database --token env:NOTION_TOKEN");
}

}  // namespace

Result<Reply> sync_notion(const SyncNotion& args, Host& host) {
  if (!args.log_tokens) return usage_error("nothing to sync", "For example --log-tokens");
  std::uint64_t written = 0;
  std::string cursor;
  do {
    CHITTY_TRY(const auto reply, host.send(get("/v1/tokens", {{"limit", "100"}, {"cursor", cursor}})));
    const auto& answer = object_of(reply.value());
    const auto* tokens = array_in(answer, "tokens");
    if (!tokens) return make_error(Code::malformed, "The service's answer has no list of tokens.");
    for (const auto& token : *tokens) {
      if (!token.is_object()) return make_error(Code::malformed, "the service's answer contains something that is not a token");
      const auto added = host.run({args.remote, "add", "--record", json::serialize(entry_of(token.get_object()))});
      if (!added) return written == 0 ? no_board(added.error(), args.remote) : added.error();
      host.progress(++written, 0, "tokens");
    }
    const auto* metadata = inner_object(answer, "metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
  } while (!cursor.empty());
  return Reply(json::object{{"remote", args.remote}, {"written", written}});
}

}  // namespace chittyauth::commands

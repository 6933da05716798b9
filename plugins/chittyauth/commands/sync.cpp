// chitty auth sync notion REMOTE --log-tokens: which tokens there are, kept in step on a board that people look at. The
// board's own plugin writes it; no token is ever part of it.
#include <chitty/board.hpp>

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

}  // namespace

Result<Reply> sync_notion(const SyncNotion& args, Host& host) {
  if (!args.log_tokens) return usage_error("nothing to sync", "For example --log-tokens");
  Board board(host, args.remote, "title", "notion-database");
  std::string cursor;
  do {
    CHITTY_TRY(const auto reply, host.send(get("/v1/tokens", {{"limit", "100"}, {"cursor", cursor}})));
    const auto& answer = object_of(reply.value());
    const auto* tokens = array_in(answer, "tokens");
    if (!tokens) return make_error(Code::malformed, "The service's answer has no list of tokens.");
    std::vector<json::object> entries;
    for (const auto& token : *tokens) {
      if (!token.is_object()) return make_error(Code::malformed, "the service's answer contains something that is not a token");
      entries.push_back(entry_of(token.get_object()));
    }
    CHITTY_DO(board.put(entries));
    const auto* metadata = inner_object(answer, "metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
  } while (!cursor.empty());
  return board.end();
}

}  // namespace chittyauth::commands

// chitty auth sync notion REMOTE --log-tokens: which tokens there are, kept in step on a board that people look at. The
// board's own plugin writes it; no token is ever part of it.
#include <chitty/verdict.hpp>

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
  const auto* reason = error.details.if_contains("reason");
  const bool is_missing = error.hint.empty() || (reason && *reason == "unknown_word");
  const auto install = "Install the plugin notion-database, then: chitty remote add " + remote + " notion-database --token env:NOTION_TOKEN";
  return make_error(Code::configuration, "nothing can be written to '" + remote + "': " + error.message, is_missing ? install : error.hint);
}

// What has been written so far.
struct Written {
  std::uint64_t added = 0, changed = 0, unchanged = 0;
  json::array conflicts{};

  void count(const json::array& entries) {
    for (const auto& entry : entries) {
      const auto result = text_in(entry, "result");
      if (result == "conflict") conflicts.emplace_back(text_in(entry, "key"));
      else ++(result == "added" ? added : result == "changed" ? changed
                                                              : unchanged);
    }
  }
};

// The page's tokens as the words of the board's command.
Result<std::vector<std::string>> put_words(const std::string& remote, const json::array& tokens) {
  std::vector<std::string> words{remote, "put", "--key", "title", "--make-properties", "--allow-conflicts"};
  for (const auto& token : tokens) {
    if (!token.is_object()) return make_error(Code::malformed, "the service's answer contains something that is not a token");
    words.insert(words.end(), {"--record", json::serialize(entry_of(token.get_object()))});
  }
  return words;
}

}  // namespace

Result<Reply> sync_notion(const SyncNotion& args, Host& host) {
  if (!args.log_tokens) return usage_error("nothing to sync", "For example --log-tokens");
  Written written;
  std::uint64_t seen = 0;
  std::string cursor;
  do {
    CHITTY_TRY(const auto reply, host.send(get("/v1/tokens", {{"limit", "100"}, {"cursor", cursor}})));
    const auto& answer = object_of(reply.value());
    const auto* tokens = array_in(answer, "tokens");
    if (!tokens) return make_error(Code::malformed, "The service's answer has no list of tokens.");
    if (tokens->empty()) break;
    CHITTY_TRY(const auto words, put_words(args.remote, *tokens));
    const auto put = host.run(words);
    if (!put) return seen == 0 ? no_board(put.error(), args.remote) : put.error();
    written.count(*put);
    host.progress(seen += tokens->size(), 0, "tokens");
    const auto* metadata = inner_object(answer, "metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
  } while (!cursor.empty());
  const auto conflicts = written.conflicts.size();
  CHITTY_DO(host.record(json::object{{"remote", args.remote}, {"added", written.added}, {"changed", written.changed}, {"unchanged", written.unchanged}, {"conflicts", std::move(written.conflicts)}}));
  if (conflicts == 0) return Reply::nothing();
  return verdict(make_error(Code::conflict, "somebody changed what was written to '" + args.remote + "': " + std::to_string(conflicts) + (conflicts == 1 ? " entry" : " entries"),
                            "Take back the changes there, or see which they are with -o json"));
}

}  // namespace chittyauth::commands

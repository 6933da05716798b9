// chitty verify sync notion REMOTE: which evidence there is, kept in step on a board that people look at. The board's own plugin writes it.
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <chittyverify_names.hpp>

namespace chittyverify::commands {

using namespace chitty;

namespace {

json::object entry_of(const json::object& evidence, const std::string& tag) {
  json::object entry{{"title", text_in(evidence, "originalFilename")}};
  if (!tag.empty()) entry["tag"] = tag;
  for (const auto* member : {"artifactId", "caseBinding", "evidenceType", "evidenceTier", "contentHash", "verifyStatus", "mintingStatus", "receivedAt"})
    if (const auto* value = evidence.if_contains(member)) entry[member] = *value;
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

// The page's evidence as the words of the board's command.
Result<std::vector<std::string>> put_words(const SyncNotion& args, const json::array& page) {
  std::vector<std::string> words{args.remote, "put", "--key", "artifactId", "--make-properties", "--allow-conflicts"};
  for (const auto& one : page) {
    const auto* evidence = one.if_object();
    if (!evidence) return make_error(Code::malformed, "the service's answer contains something that is not evidence");
    words.insert(words.end(), {"--record", json::serialize(entry_of(*evidence, args.tag))});
  }
  return words;
}

}  // namespace

Result<Reply> sync_notion(const SyncNotion& args, Host& host) {
  Written written;
  std::uint64_t seen = 0;
  std::string cursor;
  for (;;) {
    CHITTY_TRY(const auto page, host.send(get("/api/evidence", {{"caseId", args.case_}, {"limit", "100"}, {"cursor", cursor}})));
    const auto* all = page.value().if_array();
    if (!all) return make_error(Code::malformed, "the service's answer is not a list of evidence");
    if (all->empty()) break;
    CHITTY_TRY(const auto words, put_words(args, *all));
    const auto put = host.run(words);
    if (!put) return seen == 0 ? no_board(put.error(), args.remote) : put.error();
    written.count(*put);
    host.progress(seen += all->size(), 0, "entries");
    const auto next = text_in(all->back(), "artifactId");
    if (next.empty() || next == cursor) return make_error(Code::malformed, "the service gave the same page twice");
    cursor = next;
  }
  const auto conflicts = written.conflicts.size();
  CHITTY_DO(host.record(json::object{{"remote", args.remote}, {"added", written.added}, {"changed", written.changed}, {"unchanged", written.unchanged}, {"conflicts", std::move(written.conflicts)}}));
  if (conflicts == 0) return Reply::nothing();
  return verdict(make_error(Code::conflict, "somebody changed what was written to '" + args.remote + "': " + std::to_string(conflicts) + (conflicts == 1 ? " entry" : " entries"),
                            "Take back the changes there, or see which they are with -o json"));
}

}  // namespace chittyverify::commands

// chitty verify sync notion REMOTE: which evidence there is, written to a board that people look at. The board's own plugin writes it.
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
  return make_error(Code::configuration, "nothing can be written to '" + remote + "': " + error.message,
                    "Install the plugin notion-database, then: chitty remote add " + remote + " notion-database --token env:NOTION_TOKEN");
}

}  // namespace

Result<Reply> sync_notion(const SyncNotion& args, Host& host) {
  std::uint64_t written = 0;
  std::string cursor;
  for (;;) {
    CHITTY_TRY(const auto page, host.send(get("/api/evidence", {{"caseId", args.case_}, {"limit", "100"}, {"cursor", cursor}})));
    const auto* all = page.value().if_array();
    if (!all) return make_error(Code::malformed, "the service's answer is not a list of evidence");
    if (all->empty()) break;
    for (const auto& one : *all) {
      const auto* evidence = one.if_object();
      if (!evidence) return make_error(Code::malformed, "the service's answer contains something that is not evidence");
      const auto added = host.run({args.remote, "add", "--record", json::serialize(entry_of(*evidence, args.tag))});
      if (!added) return written == 0 ? no_board(added.error(), args.remote) : added.error();
      host.progress(++written, 0, "entries");
    }
    const auto next = text_in(all->back(), "artifactId");
    if (next.empty() || next == cursor) return make_error(Code::malformed, "the service gave the same page twice");
    cursor = next;
  }
  return Reply(json::object{{"remote", args.remote}, {"written", written}});
}

}  // namespace chittyverify::commands

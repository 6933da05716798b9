// chitty verify sync notion REMOTE: which evidence there is, kept in step on a board that people look at. The board's own plugin writes it.
#include <chitty/board.hpp>
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

}  // namespace

Result<Reply> sync_notion(const SyncNotion& args, Host& host) {
  Board board(host, args.remote, "artifactId", "notion-database");
  std::string cursor;
  for (;;) {
    CHITTY_TRY(const auto page, host.send(get("/api/evidence", {{"caseId", args.case_}, {"limit", "100"}, {"cursor", cursor}})));
    const auto* all = page.value().if_array();
    if (!all) return make_error(Code::malformed, "the service's answer is not a list of evidence");
    if (all->empty()) return board.end();
    std::vector<json::object> entries;
    for (const auto& one : *all) {
      const auto* evidence = one.if_object();
      if (!evidence) return make_error(Code::malformed, "the service's answer contains something that is not evidence");
      entries.push_back(entry_of(*evidence, args.tag));
    }
    CHITTY_DO(board.put(entries));
    const auto next = text_in(all->back(), "artifactId");
    if (next.empty() || next == cursor) return make_error(Code::malformed, "the service gave the same page twice");
    cursor = next;
  }
}

}  // namespace chittyverify::commands

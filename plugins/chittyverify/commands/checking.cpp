// chitty verify check, evidence chain: what the service found, and what is computed here.
#include <chitty/verdict.hpp>
#include <chittyverify_names.hpp>

#include "../custody_chain.hpp"
#include "wire.hpp"

namespace chittyverify::commands {

using namespace chitty;

namespace {

Result<json::object> verdict_of(Host& host, const std::string& id) {
  CHITTY_TRY(auto found, judged_to_the_end(host, {.method = "POST", .target = "/api/evidence/" + encode(id) + "/chitty-verify"}, "bytes"));
  if (!found) return make_error(Code::malformed, "the service ended before it had checked everything", "Check again");
  return *std::move(found);
}

// The remote's setting autoMint: what was found unaltered is minted, when it has the points.
Result<void> mint_by_itself(Host& host, const std::string& id) {
  CHITTY_TRY(const auto settings, host.remote());
  const auto* wanted = settings.if_contains("autoMint");
  if (!wanted || *wanted != json::value(true)) return {};
  const auto done = host.send(post("/api/evidence/mint", {{"evidenceIds", json::array{json::value(id)}}}));
  if (done) return host.note("Minted in the local ledger"), Result<void>();
  if (done.error().code == Code::conflict) return {};  // it is already
  if (done.error().code != Code::refused) return done.error();
  host.note("Not minted: " + done.error().message);
  return {};
}

}  // namespace

Result<Reply> check(const Check& args, Host& host) {
  CHITTY_TRY(auto found, verdict_of(host, args.evidence));
  const bool valid = found.at("valid").get_bool();
  const auto message = text_in(found, "message");
  CHITTY_DO(host.record(found));
  if (!valid)
    return verdict(make_error(Code::refused, "the evidence is not as it was recorded: " + message, "Restore it from a backup; what was found is in its custody: chitty verify evidence chain " + args.evidence));
  CHITTY_DO(mint_by_itself(host, args.evidence));
  return Reply::nothing();
}

Result<Reply> evidence_chain(const EvidenceChain& args, Host& host) {
  CHITTY_TRY(const auto evidence, evidence_record(host, args.evidence));
  const auto* said = evidence.if_contains("custodyEntries");
  if (!said || !said->is_int64()) return make_error(Code::malformed, "the service does not say how long the custody is");
  CustodyCheck custody(host.crypto(), args.evidence);
  bool goes_on = true;
  CHITTY_DO(each_entry(host, args.evidence, [&](const json::object& entry) -> Result<void> {
    CHITTY_TRY(const auto row, row_of_entry(entry));
    if (goes_on && custody.entries() < said->get_int64()) goes_on = custody.take(row);
    return host.record(entry);
  }));
  const auto wrong = custody.end(said->get_int64(), text_in(evidence, "custodyHead"));
  if (wrong.empty()) return Reply::nothing();
  return verdict(make_error(Code::refused, "the custody was altered: " + wrong, "What stands before that is as it was recorded"));
}

}  // namespace chittyverify::commands

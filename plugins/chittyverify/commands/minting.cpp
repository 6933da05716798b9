// chitty verify mint, anchor, blockchain-status: into the local ledger, from there into a chain; and where it is.
#include <chitty/verdict.hpp>
#include <chittyverify_names.hpp>

#include "anchoring.hpp"
#include "wire.hpp"

namespace chittyverify::commands {

using namespace chitty;

namespace {

Error no_chain(const std::string& name) {
  return make_error(Code::configuration, "there is no remote '" + name + "'", "Add it: chitty remote add " + name + " chittyverify --base-url URL --set chainId=1 --set accountKey=file:PATH");
}

Result<std::int64_t> block_in(const json::object& record) {
  const auto* number = record.if_contains("blockNumber");
  if (!number || !number->is_int64()) return make_error(Code::malformed, "the service does not say which block it is");
  return number->get_int64();
}

// Minted it is by then: what failed can be done again.
Error not_anchored(Error error, std::int64_t block, const std::string& evidence, const std::string& chain) {
  if (error.code == Code::cancelled) return error;
  error.message = "minted in the local ledger, block " + std::to_string(block) + ", but not anchored: " + error.message;
  if (error.hint.empty()) error.hint = "Try again: chitty verify anchor " + evidence + " --blockchain " + chain;
  return error;
}

// Of what the chain says; and whether it is about the block of the proof.
Result<std::string> anchor_status(Host& host, json::object& status) {
  const auto* kept = status.if_contains("anchor");
  if (!kept || !kept->is_object()) return std::string("none");
  const auto anchor = kept->get_object();
  const auto name = text_in(anchor, "network");
  CHITTY_TRY(auto chain, Chain::open(host, name));
  if (!chain) return "not checked: there is no remote '" + name + "' here";
  CHITTY_TRY(const auto proof, Proof::of(status.at("proof").as_object()));
  if (unprefixed(text_in(anchor, "payload")) != anchor_payload(proof.block_hash)) return make_error(Code::refused, "the anchor is not of block " + std::to_string(proof.block.number));
  CHITTY_TRY(auto seen, anchor_seen(*chain, anchor));
  const auto state = text_in(seen, "state");
  status["confirmations"] = json::value(seen.at("confirmations"));
  status["ledger"] = name;
  status["anchor"] = std::move(seen);
  return state;
}

}  // namespace

Result<Reply> mint(const Mint& args, Host& host) {
  std::optional<Chain> chain;
  if (args.blockchain != "local") {
    CHITTY_TRY(chain, Chain::open(host, args.blockchain));
  }
  CHITTY_TRY(const auto reply, host.send(post("/api/evidence/mint", {{"evidenceIds", json::array(args.evidence.begin(), args.evidence.end())}, {"network", args.blockchain}})));
  const auto* answer = reply.value().if_object();
  const auto* all = answer ? answer->if_contains("minted") : nullptr;
  if (!all || !all->is_array() || all->get_array().empty() || !all->get_array().front().is_object()) return make_error(Code::malformed, "the service does not say what was minted");
  auto minted = all->get_array();
  if (!chain) {
    host.note(args.blockchain == "local" ? std::string("Minted in the local ledger") : "Minted in the local ledger, for there is no remote '" + args.blockchain + "'");
    return Reply::records(std::move(minted));
  }
  CHITTY_TRY(const auto block, block_in(minted.front().get_object()));
  const auto anchor = anchor_block(host, *chain, block, false);
  for (auto& one : minted) {
    if (anchor) one.as_object()["ledger"] = args.blockchain;
    one.as_object()["anchor"] = anchor ? json::value(*anchor) : json::value();
    CHITTY_DO(host.record(one));
  }
  if (!anchor) return verdict(not_anchored(anchor.error(), block, args.evidence.front(), args.blockchain));
  host.note("Minted in the local ledger, block " + std::to_string(block) + ", and anchored on " + args.blockchain + ": " + text_in(*anchor, "state"));
  return Reply::nothing();
}

Result<Reply> anchor(const Anchor& args, Host& host) {
  CHITTY_TRY(auto chain, Chain::open(host, args.blockchain));
  if (!chain) return no_chain(args.blockchain);
  CHITTY_TRY(const auto status, minting_status(host, args.evidence));
  const auto* number = status.if_contains("blockNumber");
  if (!number || !number->is_int64()) return make_error(Code::conflict, args.evidence + " is not minted", "Mint it: chitty verify mint " + args.evidence);
  CHITTY_TRY(auto seen, anchor_block(host, *chain, number->get_int64(), args.bump));
  return Reply(std::move(seen));
}

Result<Reply> blockchain_status(const BlockchainStatus& args, Host& host) {
  CHITTY_TRY(const auto evidence, evidence_record(host, args.evidence));
  CHITTY_TRY(auto status, minting_status(host, args.evidence));
  const auto proof = proof_status(host.crypto(), status, evidence);
  status["proofStatus"] = proof;
  const bool proven = proof == "valid" || proof == "none";
  const auto anchored = proven ? anchor_status(host, status) : Result<std::string>("not checked");
  status["anchorStatus"] = anchored ? *anchored : "not checked: " + anchored.error().message;
  CHITTY_DO(host.record(status));
  if (!proven) return verdict(make_error(Code::refused, "the proof is not valid: " + proof, "Look further: chitty verify check " + args.evidence));
  return anchored ? Result<Reply>(Reply::nothing()) : verdict(anchored.error());
}

}  // namespace chittyverify::commands

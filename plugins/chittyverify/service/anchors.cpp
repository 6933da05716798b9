// What the command that speaks to a chain keeps here: a nonce of its account, the signed bytes, how far it is. The key is never here.
#include "anchors.hpp"

#include <chitty/hex.hpp>
#include <chitty/lists.hpp>
#include <chittyverify_names.hpp>

#include "../ethereum/keccak.hpp"
#include "../ethereum/transaction.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

constexpr std::int64_t left_behind = 600'000;  // a reservation without a signature is somebody's who did not come back

json::object shown(const Row& anchor, const Rows& transactions) {
  json::array all;
  for (const auto& one : transactions) all.push_back(record_of(one, shapes::transaction));
  auto told = record_of(anchor, shapes::anchor);
  told["transactions"] = std::move(all);
  return told;
}

Result<json::object> with_transactions(Service& service, const Row& anchor) {
  CHITTY_TRY(const auto transactions, service.store().query("SELECT * FROM verify_transactions WHERE anchor = :id ORDER BY number", {{"id", anchor.at("id")}}));
  return shown(anchor, transactions);
}

Result<Row> anchor_of_caller(Service& service, const std::string& id) {
  return row_of_caller(service, "SELECT * FROM verify_anchors WHERE id = :id AND {own}", {{"id", id}}, Ownership(service, {"holder"}), "There is no anchor " + id + " of yours.");
}

// A block with something of the caller's in it.
Result<Row> block_of_caller(Service& service, std::int64_t number) {
  return row_of_caller(service,
                       "SELECT b.number, b.hash FROM verify_blocks b WHERE b.number = :number AND EXISTS (SELECT 1 FROM verify_leaves l JOIN verify_evidence e"
                       " ON e.artifact_id = l.evidence WHERE l.block = b.number AND {own})",
                       {{"number", number}}, Ownership(service, {"user_binding"}), "There is no block " + std::to_string(number) + " with evidence of yours.");
}

}  // namespace

Result<json::value> anchor_of_block(Service& service, std::int64_t block) {
  CHITTY_TRY(const auto anchor, service.store().find("SELECT * FROM verify_anchors WHERE block = :block ORDER BY id DESC LIMIT 1", {{"block", block}}));
  if (!anchor) return json::value();
  CHITTY_TRY(auto told, with_transactions(service, *anchor));
  return json::value(std::move(told));
}

namespace routes {

// The next nonce that nobody has taken, or the anchor that this block has already. What the node counts is only where it begins.
Result<Response> reserve_anchor(Service& service, const ReserveAnchor& given) {
  const auto& body = given.body;
  CHITTY_TRY(auto told, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(const auto block, block_of_caller(service, body.blockNumber));
    const json::object account{{"chain", body.chainId}, {"sender", body.sender}};
    CHITTY_TRY(const auto there, service.store().find("SELECT * FROM verify_anchors WHERE block = :block AND chain_id = :chain AND sender = :sender AND state <> 'replaced' ORDER BY id DESC LIMIT 1",
                                                      {{"block", body.blockNumber}, {"chain", body.chainId}, {"sender", body.sender}}));
    if (there) return with_transactions(service, *there);
    CHITTY_TRY(const auto last, service.store().row("SELECT MAX(nonce) AS nonce FROM verify_anchors WHERE chain_id = :chain AND sender = :sender", account, "Nothing can be counted."));
    auto nonce = body.count;
    if (last.at("nonce").is_int64()) nonce = std::max(nonce, last.at("nonce").as_int64() + 1);
    CHITTY_TRY(const auto left, service.store().find("SELECT id, nonce FROM verify_anchors WHERE chain_id = :chain AND sender = :sender AND state = 'reserved' AND reserved_at < :before ORDER BY nonce LIMIT 1",
                                                     {{"chain", body.chainId}, {"sender", body.sender}, {"before", rfc3339(service.now() - left_behind)}}));
    if (left) {
      nonce = left->at("nonce").as_int64();
      CHITTY_DO(service.store().execute("DELETE FROM verify_anchors WHERE id = :id", {{"id", left->at("id")}}));
    }
    CHITTY_TRY(const auto id, new_ordered_id(service));
    const Row anchor{{"id", id},
                     {"holder", service.caller().subject},
                     {"block", body.blockNumber},
                     {"network", body.network},
                     {"chain_id", body.chainId},
                     {"sender", body.sender},
                     {"nonce", nonce},
                     {"payload", prefixed(anchor_payload(text_in(block, "hash")).value_or(std::string()))},
                     {"state", "reserved"},
                     {"reserved_at", rfc3339(service.now())}};
    CHITTY_DO(service.store().insert("verify_anchors", anchor));
    return with_transactions(service, anchor);
  }));
  return Response(std::move(told));
}

Result<Response> keep_transaction(Service& service, const KeepTransaction& given) {
  const auto& body = given.body;
  const auto raw = unprefixed(body.raw);
  if (!raw || prefixed(keccak256(*raw)) != body.hash) return make_error(Code::invalid_argument, "The hash is not that of the transaction.");
  CHITTY_TRY(auto told, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(auto anchor, anchor_of_caller(service, given.path.id));
    CHITTY_TRY(const auto count, service.store().row("SELECT COUNT(*) AS n FROM verify_transactions WHERE anchor = :id", {{"id", given.path.id}}, "Nothing can be counted."));
    if (count.at("n").as_int64() != body.number) return make_error(Code::conflict, "Another transaction was signed for this anchor meanwhile.", "Look at it: chitty verify blockchain-status EVIDENCE");
    CHITTY_DO(service.store().insert("verify_transactions", {{"anchor", given.path.id},
                                                             {"number", body.number},
                                                             {"hash", body.hash},
                                                             {"raw", body.raw},
                                                             {"tip", body.tip},
                                                             {"cap", body.cap},
                                                             {"gas", body.gas},
                                                             {"signed_at", rfc3339(service.now())}}));
    CHITTY_DO(service.store().execute("UPDATE verify_anchors SET state = 'signed' WHERE id = :id", {{"id", given.path.id}}));
    anchor["state"] = "signed";
    return with_transactions(service, anchor);
  }));
  return Response(std::move(told));
}

Result<Response> note_anchor(Service& service, const NoteAnchor& given) {
  CHITTY_TRY(auto told, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(auto anchor, anchor_of_caller(service, given.path.id));
    if (text_in(anchor, "state") != given.body.state) {
      CHITTY_DO(service.store().execute("UPDATE verify_anchors SET state = :state WHERE id = :id", {{"state", given.body.state}, {"id", given.path.id}}));
      CHITTY_DO(service.event("evidence.anchor_" + given.body.state, given.path.id, {{"block", anchor.at("block")}, {"network", anchor.at("network")}}));
    }
    anchor["state"] = given.body.state;
    return with_transactions(service, anchor);
  }));
  return Response(std::move(told));
}

}  // namespace routes
}  // namespace chittyverify

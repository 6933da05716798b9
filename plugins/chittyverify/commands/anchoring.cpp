#include "anchoring.hpp"

#include <chitty/members.hpp>

#include "../ethereum/keccak.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

Result<json::object> object_of(Result<Reply> reply) {
  if (!reply) return reply.error();
  if (!reply->value().is_object()) return make_error(Code::malformed, "the service's answer is not an anchor");
  return std::move(reply->value().get_object());
}

Result<std::string> payload_of(const json::object& anchor) {
  const auto payload = unprefixed(text_in(anchor, "payload"));
  if (!payload || !payload->starts_with("CHTY")) return make_error(Code::malformed, "the service's anchor has no payload");
  return *payload;
}

Result<std::uint64_t> number_in(const json::value& object, std::string_view name) {
  const auto* value = object.is_object() ? object.get_object().if_contains(name) : nullptr;
  if (!value || !value->is_int64() || value->get_int64() < 0) return make_error(Code::malformed, "the service's anchor has no '" + std::string(name) + "'");
  return static_cast<std::uint64_t>(value->get_int64());
}

// Kept at the service before anybody else sees it.
Result<json::object> sign(Host& host, const Chain& chain, const json::object& anchor, const Transaction& transaction) {
  CHITTY_TRY(const auto raw, chain.account().sign(transaction));
  const auto number = anchor.at("transactions").as_array().size();
  return object_of(host.send(post("/api/anchors/" + encode(text_in(anchor, "id")) + "/transactions",
                                  {{"number", number},
                                   {"hash", prefixed(keccak256(raw))},
                                   {"raw", prefixed(raw)},
                                   {"tip", transaction.tip},
                                   {"cap", transaction.cap},
                                   {"gas", transaction.gas}})));
}

Result<json::object> noted(Host& host, const json::object& anchor, const std::string& state) {
  return object_of(host.send(post("/api/anchors/" + encode(text_in(anchor, "id")) + "/state", {{"state", state}})));
}

json::object told(const Chain& chain, const json::object& anchor, const Seen& seen) {
  return {{"network", chain.name()},
          {"chainId", anchor.at("chainId")},
          {"state", seen.state},
          {"sender", anchor.at("sender")},
          {"nonce", anchor.at("nonce")},
          {"payload", anchor.at("payload")},
          {"transaction", text_or_null(seen.transaction)},
          {"blockNumber", seen.block_hash.empty() ? json::value() : json::value(seen.block)},
          {"blockHash", text_or_null(seen.block_hash)},
          {"confirmations", seen.confirmations}};
}

}  // namespace

Result<json::object> anchor_seen(Chain& chain, const json::object& anchor) {
  CHITTY_TRY(const auto seen, chain.look(anchor));
  return told(chain, anchor, seen);
}

Result<json::object> anchor_block(Host& host, Chain& chain, std::int64_t block, bool bump) {
  CHITTY_TRY(const auto count, chain.count());
  CHITTY_TRY(auto anchor, object_of(host.send(post("/api/anchors", {{"blockNumber", block}, {"network", chain.name()}, {"chainId", chain.id()}, {"sender", prefixed(chain.account().address())}, {"count", count}}))));
  CHITTY_TRY(const auto payload, payload_of(anchor));
  CHITTY_TRY(const auto nonce, number_in(anchor, "nonce"));
  const auto* before = anchor.if_contains("transactions");
  if (!before || !before->is_array()) return make_error(Code::malformed, "the service's anchor has no transactions");
  if (before->get_array().empty()) {
    CHITTY_TRY(const auto transaction, chain.priced(nonce, payload));
    CHITTY_TRY(anchor, sign(host, chain, anchor, transaction));
  }
  CHITTY_TRY(auto seen, chain.look(anchor));
  if (bump && (seen.state == "sent" || seen.state == "signed")) {
    const auto last = json::value(anchor.at("transactions").as_array().back());
    CHITTY_TRY(const auto tip, number_in(last, "tip"));
    CHITTY_TRY(const auto cap, number_in(last, "cap"));
    CHITTY_TRY(const auto gas, number_in(last, "gas"));
    CHITTY_TRY(const auto transaction, chain.dearer(nonce, payload, tip, cap, gas));
    CHITTY_TRY(anchor, sign(host, chain, anchor, transaction));
    seen.state = "signed";
  }
  if (seen.state == "signed" || seen.state == "reorged") {
    CHITTY_DO(chain.send(text_in(anchor.at("transactions").as_array().back(), "raw")));
    CHITTY_TRY(seen, chain.look(anchor));
  }
  CHITTY_TRY(anchor, noted(host, anchor, seen.state));
  if (seen.state == "replaced")
    return make_error(Code::conflict, "another transaction of the account took nonce " + std::to_string(nonce), "Anchor it again, with the next nonce: chitty verify anchor EVIDENCE --blockchain " + chain.name());
  return told(chain, anchor, seen);
}

}  // namespace chittyverify

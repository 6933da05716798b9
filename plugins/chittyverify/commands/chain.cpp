#include "chain.hpp"

#include <algorithm>
#include <charconv>
#include <chitty/members.hpp>
#include <cstdlib>

#include "../ethereum/keccak.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

constexpr std::uint64_t dearest = 50'000'000'000'000'000;  // wei, for a transaction: 0.05
constexpr std::uint64_t most_gas = 200'000;
constexpr std::uint64_t usual_tip = 1'000'000'000;

std::optional<std::uint64_t> quantity(const json::value& value) {
  const auto* text = value.if_string();
  if (!text || !text->starts_with("0x") || text->size() < 3) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, wrong] = std::from_chars(text->data() + 2, text->data() + text->size(), number, 16);
  return wrong == std::errc() && end == text->data() + text->size() ? std::optional(number) : std::nullopt;
}

std::optional<std::uint64_t> quantity_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? quantity(*value) : std::nullopt;
}

std::string quantity_of(std::uint64_t number) {
  char digits[17] = {};
  std::to_chars(digits, digits + 16, number, 16);
  return std::string("0x") + digits;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string hex_in(const json::object& object, std::string_view name) { return lower(text_in(object, name)); }

Error too_dear(std::uint64_t gas, std::uint64_t cap) {
  return make_error(Code::refused, "the node asks for " + std::to_string(gas) + " gas at up to " + std::to_string(cap) + " wei: that could cost more than 0.05",
                    "Wait until it is cheaper");
}

Result<Transaction> affordable(Transaction made) {
  if (made.gas > most_gas || made.cap > dearest / made.gas) return too_dear(made.gas, made.cap);
  return made;
}

// The host sends a remote's credential along; where it has none of its own, that of the service in the environment. No node is to have that.
bool gets_the_services_token(Host& host, const std::string& remote) {
  const char* variable = std::getenv("CHITTY_VERIFY_TOKEN");
  if (!variable || !*variable) return false;
  const auto token = host.secret(remote, "serviceToken");
  return token && *token == variable;
}

Result<std::uint64_t> integer_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_int64() || value->get_int64() < 0) return make_error(Code::malformed, "the service's anchor has no '" + std::string(name) + "'");
  return static_cast<std::uint64_t>(value->get_int64());
}

}  // namespace

Result<std::optional<Chain>> Chain::open(Host& host, const std::string& remote) {
  const auto settings = host.remote(remote);
  if (!settings) {
    // A name that is no remote's of this type is taken for a type that the manifest should have named.
    const bool is_none = settings.error().code == Code::configuration || settings.error().code == Code::plugin_fault;
    return is_none ? Result<std::optional<Chain>>(std::optional<Chain>()) : settings.error();
  }
  const auto* id = settings->if_contains("chainId");
  if (!id || !id->is_int64() || id->get_int64() < 1)
    return make_error(Code::configuration, "the remote '" + remote + "' does not say which chain it is", "Add it with its chain and account: chitty remote add " + remote + " chittyverify --base-url URL --set chainId=1 --set accountKey=file:PATH");
  if (gets_the_services_token(host, remote))
    return make_error(Code::configuration, "the node of '" + remote + "' would be sent the token in CHITTY_VERIFY_TOKEN, which is for the service", "Unset CHITTY_VERIFY_TOKEN for this command");
  CHITTY_TRY(const auto key, host.secret(remote, "accountKey"));
  CHITTY_TRY(auto account, Account::of(key));
  Chain chain(host, remote, static_cast<std::uint64_t>(id->get_int64()), std::move(account));
  CHITTY_TRY(const auto said, chain.number("eth_chainId", {}));
  if (said != chain.id_)
    return make_error(Code::refused, "the node of '" + remote + "' is of chain " + std::to_string(said) + ", and not of " + std::to_string(chain.id_), "Use another node, or correct chainId");
  return std::optional(std::move(chain));
}

Error Chain::untrue(const std::string& what) const {
  return make_error(Code::refused, "the node of '" + remote_ + "' says what cannot be: " + what, "Ask another node");
}

// Never with the remote's credential, for that is no node's.
Result<json::value> Chain::call(std::string_view method, json::array parameters) {
  const auto id = ++asked_;
  auto request = post("/", {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(parameters)}}).to(remote_).anonymous();
  request.repeatable = true;
  CHITTY_TRY(const auto reply, host_->send(request));
  const auto* answer = reply.value().if_object();
  if (!answer) return make_error(Code::malformed, "the node's answer to " + std::string(method) + " is not JSON-RPC");
  if (const auto* error = answer->if_contains("error")) return make_error(Code::refused, "the node refused " + std::string(method) + ": " + text_in(*error, "message"));
  const auto* said = answer->if_contains("id");
  const auto* result = answer->if_contains("result");
  if (!said || *said != json::value(id) || !result) return make_error(Code::malformed, "the node's answer to " + std::string(method) + " is not JSON-RPC");
  return *result;
}

Result<std::uint64_t> Chain::number(std::string_view method, json::array parameters) {
  CHITTY_TRY(const auto result, call(method, std::move(parameters)));
  const auto number = quantity(result);
  return number ? Result<std::uint64_t>(*number) : make_error(Code::malformed, "the node's answer to " + std::string(method) + " is no number");
}

Result<std::uint64_t> Chain::count() { return number("eth_getTransactionCount", {prefixed(account_.address()), "latest"}); }

Result<std::uint64_t> Chain::base_fee() {
  CHITTY_TRY(const auto latest, call("eth_getBlockByNumber", {"latest", false}));
  const auto fee = latest.is_object() ? quantity_in(latest.get_object(), "baseFeePerGas") : std::nullopt;
  return fee ? Result<std::uint64_t>(*fee) : make_error(Code::refused, "the node of '" + remote_ + "' has no base fee, so it is of no chain with EIP-1559");
}

Result<Transaction> Chain::priced(std::uint64_t nonce, const std::string& payload) {
  const auto self = prefixed(account_.address());
  CHITTY_TRY(const auto base, base_fee());
  const auto said = number("eth_maxPriorityFeePerGas", {});  // not every node has an opinion
  const auto tip = said ? *said : usual_tip;
  CHITTY_TRY(const auto gas, number("eth_estimateGas", {json::object{{"from", self}, {"to", self}, {"data", prefixed(payload)}}}));
  if (base > dearest || tip > dearest) return too_dear(gas, base);
  return affordable({id_, nonce, tip, 2 * base + tip, std::max<std::uint64_t>(gas, 21'000), account_.address(), payload});
}

Result<Transaction> Chain::dearer(std::uint64_t nonce, const std::string& payload, std::uint64_t tip, std::uint64_t cap, std::uint64_t gas) {
  CHITTY_TRY(const auto base, base_fee());
  if (base > dearest || tip > dearest || cap > dearest) return too_dear(gas, cap);
  const auto next_tip = tip + tip / 8 + 1;
  return affordable({id_, nonce, next_tip, std::max(cap + cap / 8 + 1, 2 * base + next_tip), gas, account_.address(), payload});
}

Result<void> Chain::send(const std::string& raw) {
  const auto bytes = unprefixed(raw);
  if (!bytes) return make_error(Code::malformed, "the service's transaction is not what was signed");
  const auto hash = prefixed(keccak256(*bytes));
  const auto sent = call("eth_sendRawTransaction", {raw});
  if (sent) return sent->is_string() && lower(std::string(sent->get_string())) == hash ? Result<void>() : untrue("another hash than that of the transaction");
  if (sent.error().code != Code::refused) return sent.error();
  // Known already, or its nonce used: by itself is well, by another transaction is not.
  CHITTY_TRY(const auto known, call("eth_getTransactionByHash", {hash}));
  return known.is_object() && hex_in(known.get_object(), "hash") == hash ? Result<void>() : sent.error();
}

Result<Seen> Chain::look_at(const json::object& anchor, const std::string& hash, const json::object& transaction) {
  CHITTY_TRY(const auto nonce, integer_in(anchor, "nonce"));
  if (hex_in(transaction, "hash") != hash) return untrue("a transaction with another hash");
  if (hex_in(transaction, "from") != text_in(anchor, "sender")) return untrue("the sender of " + hash + " is " + hex_in(transaction, "from"));
  if (hex_in(transaction, "input") != text_in(anchor, "payload")) return untrue("the data of " + hash + " are not ours");
  if (quantity_in(transaction, "nonce") != nonce) return untrue("the nonce of " + hash + " is not ours");
  if (const auto chain = quantity_in(transaction, "chainId"); chain && *chain != id_) return untrue(hash + " is of another chain");
  CHITTY_TRY(const auto got, call("eth_getTransactionReceipt", {hash}));
  const auto* receipt = got.if_object();
  if (!receipt) return Seen{.state = "sent", .transaction = hash};
  const auto in = quantity_in(*receipt, "blockNumber");
  const auto block_hash = hex_in(*receipt, "blockHash");
  if (hex_in(*receipt, "transactionHash") != hash || !in || block_hash.empty()) return untrue("a receipt that is not of " + hash);
  CHITTY_TRY(const auto by_hash, call("eth_getBlockByHash", {block_hash, false}));
  CHITTY_TRY(const auto by_number, call("eth_getBlockByNumber", {quantity_of(*in), false}));
  const Seen gone{.state = "reorged", .block = *in, .block_hash = block_hash, .transaction = hash};
  if (!by_hash.is_object() || !by_number.is_object() || hex_in(by_number.get_object(), "hash") != block_hash) return gone;
  if (hex_in(by_hash.get_object(), "hash") != block_hash || quantity_in(by_hash.get_object(), "number") != *in) return untrue("a block with another hash or number");
  const auto* in_block = by_hash.get_object().if_contains("transactions");
  const bool has = in_block && in_block->is_array() &&
                   std::any_of(in_block->get_array().begin(), in_block->get_array().end(), [&](const json::value& one) { return one.is_string() && lower(std::string(one.get_string())) == hash; });
  if (!has) return untrue("block " + std::to_string(*in) + " has no " + hash);
  CHITTY_TRY(const auto latest, number("eth_blockNumber", {}));
  if (latest < *in) return untrue("its last block is before the one of " + hash);
  Seen seen{.state = "mined", .block = *in, .confirmations = latest - *in + 1, .block_hash = block_hash, .transaction = hash};
  if (quantity_in(*receipt, "status") != 1u) return seen.state = "failed", seen;
  const auto finalized = call("eth_getBlockByNumber", {"finalized", false});  // not every node has such
  const auto border = finalized && finalized->is_object() ? quantity_in(finalized->get_object(), "number") : std::nullopt;
  if (border && *border >= *in) seen.state = "finalized";
  return seen;
}

// The newest first: of several with one nonce one alone comes into a block.
Result<Seen> Chain::look(const json::object& anchor) {
  CHITTY_TRY(const auto of, integer_in(anchor, "chainId"));
  if (of != id_) return make_error(Code::refused, "the anchor is on chain " + std::to_string(of) + ", and '" + remote_ + "' is of " + std::to_string(id_));
  CHITTY_TRY(const auto nonce, integer_in(anchor, "nonce"));
  const auto* transactions = anchor.if_contains("transactions");
  if (!transactions || !transactions->is_array()) return make_error(Code::malformed, "the service's anchor has no transactions");
  std::optional<Seen> pending;
  for (auto one = transactions->get_array().rbegin(); one != transactions->get_array().rend(); ++one) {
    const auto raw = unprefixed(text_in(*one, "raw"));
    const auto hash = raw ? prefixed(keccak256(*raw)) : std::string();
    if (!raw || hash != text_in(*one, "hash")) return make_error(Code::malformed, "the service's transaction is not what was signed");
    CHITTY_TRY(const auto known, call("eth_getTransactionByHash", {hash}));
    if (!known.is_object()) continue;
    CHITTY_TRY(auto seen, look_at(anchor, hash, known.get_object()));
    if (seen.state != "sent") return seen;
    if (!pending) pending = std::move(seen);
  }
  if (pending) return *pending;
  const auto sender = text_in(anchor, "sender");
  CHITTY_TRY(const auto used, number("eth_getTransactionCount", {sender, "latest"}));
  const auto state = text_in(anchor, "state");
  Seen seen;
  seen.state = used > nonce ? "replaced" : state == "mined" || state == "finalized" || state == "reorged" ? "reorged"
                                                                                                          : "signed";
  return seen;
}

}  // namespace chittyverify

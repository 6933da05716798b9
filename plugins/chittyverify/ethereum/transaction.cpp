#include "transaction.hpp"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <chitty/hex.hpp>
#include <memory>

#include "keccak.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

using Context = std::unique_ptr<secp256k1_context, void (*)(secp256k1_context*)>;

Context new_context() { return {secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY), secp256k1_context_destroy}; }
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// --- RLP: a length before each text and each list ---

std::string big_endian(std::uint64_t number) {
  std::string text;
  for (; number != 0; number >>= 8) text.insert(text.begin(), static_cast<char>(number & 0xff));
  return text;
}

std::string with_length(std::string_view content, unsigned char base) {
  if (content.size() <= 55) return static_cast<char>(base + content.size()) + std::string(content);
  const auto length = big_endian(content.size());
  return static_cast<char>(base + 55 + length.size()) + length + std::string(content);
}

std::string rlp(std::string_view text) {
  return text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 ? std::string(text) : with_length(text, 0x80);
}

// A number without zeros before it.
std::string rlp_number(std::string_view digits) {
  while (digits.starts_with('\0')) digits.remove_prefix(1);
  return rlp(digits);
}

std::string rlp_list(std::string_view items) { return with_length(items, 0xc0); }

std::string items_of(const Transaction& of) {
  std::string items;
  for (const auto number : {of.chain_id, of.nonce, of.tip, of.cap, of.gas}) items += rlp(big_endian(number));
  return items + rlp(of.to) + rlp("") + rlp(of.data) + rlp_list("");  // no value, no access list
}

}  // namespace

Result<Account> Account::of(std::string_view text) {
  const auto wrong = make_error(Code::configuration, "the account's key is not 64 hexadecimal digits of a private key", "Keep it in a file or a variable, and set accountKey to file:PATH or env:NAME");
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) text.remove_suffix(1);
  std::string lower;
  for (const char c : text.substr(text.starts_with("0x") ? 2 : 0)) lower += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto key = from_hex(lower);
  const auto context = new_context();
  secp256k1_pubkey point;
  if (!key || key->size() != 32 || secp256k1_ec_pubkey_create(context.get(), &point, bytes(*key)) != 1) return wrong;
  std::string whole(65, '\0');
  auto size = whole.size();
  secp256k1_ec_pubkey_serialize(context.get(), reinterpret_cast<unsigned char*>(whole.data()), &size, &point, SECP256K1_EC_UNCOMPRESSED);
  return Account(*key, keccak256(std::string_view(whole).substr(1)).substr(12));
}

Account::~Account() {
  volatile char* each = key_.data();
  for (std::size_t i = 0; i < key_.size(); ++i) each[i] = 0;
}

Result<std::string> Account::sign(const Transaction& transaction) const {
  const auto items = items_of(transaction), digest = keccak256("\x02" + rlp_list(items));
  const auto context = new_context();
  secp256k1_ecdsa_recoverable_signature signature;
  if (secp256k1_ecdsa_sign_recoverable(context.get(), &signature, bytes(digest), bytes(key_), nullptr, nullptr) != 1)
    return make_error(Code::host_fault, "the transaction could not be signed");
  std::string both(64, '\0');
  int parity = 0;
  secp256k1_ecdsa_recoverable_signature_serialize_compact(context.get(), reinterpret_cast<unsigned char*>(both.data()), &parity, &signature);
  const std::string_view r = std::string_view(both).substr(0, 32), s = std::string_view(both).substr(32);
  return "\x02" + rlp_list(items + rlp(big_endian(static_cast<std::uint64_t>(parity))) + rlp_number(r) + rlp_number(s));
}

std::string prefixed(std::string_view text) { return "0x" + hex(text); }

std::optional<std::string> unprefixed(std::string_view text) { return text.starts_with("0x") ? from_hex(text.substr(2)) : std::nullopt; }

std::optional<std::string> anchor_payload(std::string_view block_hash) {
  const auto hash = from_hex(block_hash);
  return hash && hash->size() == 32 ? std::optional(std::string("CHTY\x01") + *hash) : std::nullopt;
}

}  // namespace chittyverify

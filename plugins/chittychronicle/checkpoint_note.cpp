#include "checkpoint_note.hpp"

#include <charconv>
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // an em dash and a space begin the line of a signature

std::string public_key(std::string_view jwk) {
  const auto key = json::parse(jwk);
  return from_base64url(text_in(key, "x")).value_or(std::string());
}

std::string key_id(const Crypto& crypto, std::string_view name, const std::string& key) {
  return crypto.sha256(std::string(name).append("\n\x01").append(key)).substr(0, 4);
}

// The line off the front, without its end.
std::string_view take_line(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

Error no_checkpoint() {
  return usage_error("this is not a checkpoint", "A checkpoint is what 'chitty chronicle checkpoint' prints.");
}

}  // namespace

Result<std::string> sign_checkpoint(const Crypto& crypto, const Checkpoint& checkpoint, std::string_view jwk) {
  const auto text = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base64(checkpoint.root) + "\n";
  CHITTY_TRY(const auto signature, crypto.sign(jwk, text));
  const auto id = key_id(crypto, checkpoint.origin, public_key(jwk));
  return text + "\n" + std::string(dash) + checkpoint.origin + " " + base64(id + signature) + "\n";
}

Result<Checkpoint> read_checkpoint(const Crypto& crypto, std::string_view note, std::string_view jwk) {
  const auto border = note.find("\n\n");
  if (border == std::string_view::npos) return no_checkpoint();
  const auto text = note.substr(0, border + 1);
  auto rest = text, signatures = note.substr(border + 2);
  Checkpoint checkpoint;
  checkpoint.origin = take_line(rest);
  const auto size = take_line(rest);
  const auto [end, wrong] = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  const auto root = from_base64(take_line(rest));
  if (checkpoint.origin.empty() || wrong != std::errc() || end != size.data() + size.size() || !root || root->size() != 32) return no_checkpoint();
  checkpoint.root = *root;
  const auto id = key_id(crypto, checkpoint.origin, public_key(jwk));
  while (!signatures.empty()) {
    auto line = take_line(signatures);
    const auto space = line.rfind(' ');
    if (!line.starts_with(dash) || space == std::string_view::npos) return no_checkpoint();
    const auto name = line.substr(dash.size(), space > dash.size() ? space - dash.size() : 0);
    const auto bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() != 68) return no_checkpoint();
    if (name != checkpoint.origin || bytes->substr(0, 4) != id) continue;
    if (!crypto.verify(jwk, text, bytes->substr(4)))
      return make_error(Code::refused, "the checkpoint's signature does not fit what it says");
    return checkpoint;
  }
  return make_error(Code::refused, "the checkpoint is not signed by this log",
                    "It is from " + checkpoint.origin + ", or was signed by a key that is not the log's.");
}

std::string verifier_key(const Crypto& crypto, std::string_view origin, std::string_view jwk) {
  const auto key = public_key(jwk);
  return std::string(origin) + "+" + hex(key_id(crypto, origin, key)) + "+" + base64(std::string(1, '\1') + key);
}

Result<std::string> key_in_verifier_key(const Crypto& crypto, std::string_view text) {
  const auto wrong = [] { return usage_error("this is not the key of a log", "A key is what the chronicle says at /checkpoint/key: NAME+8 hex digits+Base64."); };
  const auto first = text.find('+'), second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return wrong();
  const auto name = text.substr(0, first), id = text.substr(first + 1, second - first - 1);
  const auto bytes = from_base64(text.substr(second + 1));
  if (name.empty() || !bytes || bytes->size() != 33 || bytes->front() != '\1') return wrong();
  const auto key = bytes->substr(1);
  if (hex(key_id(crypto, name, key)) != id) return wrong();
  return json::serialize(json::object{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", base64url(key)}});
}

}  // namespace chittychronicle

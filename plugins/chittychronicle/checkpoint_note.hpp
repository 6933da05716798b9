// A checkpoint as a signed note (C2SP tlog-checkpoint and signed-note): three lines, origin, size and the tree's root in
// Base64; an empty line; and a line for each signature, "— NAME BASE64(key id || Ed25519 signature)".
// The key id is the first four bytes of SHA-256(NAME || "\n" || 0x01 || public key).
#pragma once

#include <chitty/crypto.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chittychronicle {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  std::string root;  // 32 bytes
};

// `jwk` is an Ed25519 private key; its name in the note is the origin's.
chitty::Result<std::string> sign_checkpoint(const chitty::Crypto& crypto, const Checkpoint& checkpoint, std::string_view jwk);

// The checkpoint of a note that carries a valid signature by `jwk`; signatures by unknown keys are passed over.
// INVALID_ARGUMENT: it is no such note. REFUSED: not signed by this key, or wrongly.
chitty::Result<Checkpoint> read_checkpoint(const chitty::Crypto& crypto, std::string_view note, std::string_view jwk);

// "NAME+KEYID+BASE64(0x01 || public key)", by which others check notes (C2SP's verifier key).
std::string verifier_key(const chitty::Crypto& crypto, std::string_view origin, std::string_view jwk);

// The public key of such a text, as a JSON Web Key. INVALID_ARGUMENT: it is none, or its parts do not fit each other.
chitty::Result<std::string> key_in_verifier_key(const chitty::Crypto& crypto, std::string_view text);

}  // namespace chittychronicle

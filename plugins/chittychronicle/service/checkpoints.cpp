#include "checkpoints.hpp"

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <chitty/routes.hpp>
#include <chittychronicle_names.hpp>

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr std::int64_t pause = 10'000;  // milliseconds
constexpr std::int64_t most = 10'000;   // older ones go; whoever needs one keeps it outside

Result<std::string> sign(Service& service, const LogState& state) {
  CHITTY_TRY(const auto jwk, signing_key(service));
  const Checkpoint checkpoint{state.origin, state.tree.size(), state.tree.root()};
  CHITTY_TRY(const auto note, sign_checkpoint(service.crypto(), checkpoint, jwk));
  CHITTY_DO(service.store().execute(
      "INSERT INTO chronicle_checkpoints (size, root, note, created_at) VALUES (:size, :root, :note, :now)"
      " ON CONFLICT (size) DO NOTHING",
      {{"size", checkpoint.size}, {"root", hex(checkpoint.root)}, {"note", note}, {"now", rfc3339(service.now())}}));
  CHITTY_DO(service.store().execute(
      "DELETE FROM chronicle_checkpoints WHERE size < (SELECT size FROM chronicle_checkpoints ORDER BY size DESC LIMIT 1 OFFSET :most)",
      {{"most", most}}));
  return note;
}

}  // namespace

Result<std::string> signing_key(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT jwk FROM chronicle_keys ORDER BY created_at DESC LIMIT 1", {}, "The chronicle has no key."));
  return text_in(row, "jwk");
}

Result<void> sign_when_due(Service& service, const LogState& state) {
  CHITTY_TRY(const auto last, service.store().find("SELECT created_at FROM chronicle_checkpoints ORDER BY size DESC LIMIT 1"));
  if (last && text_in(*last, "created_at") > rfc3339(service.now() - pause)) return {};
  CHITTY_DO(sign(service, state));
  return {};
}

Result<std::string> checkpoint_of(Service& service, const LogState& state) {
  CHITTY_TRY(const auto kept, service.store().find("SELECT note FROM chronicle_checkpoints WHERE size = :size", {{"size", state.tree.size()}}));
  return kept ? text_in(*kept, "note") : sign(service, state);
}

namespace routes {

// Of the log as it stands now.
Result<Response> checkpoint(Service& service) {
  auto note = service.store().transaction([&]() -> Result<std::string> {
    CHITTY_TRY(const auto state, read_state(service));
    return checkpoint_of(service, state);
  });
  if (!note) return note.error();
  Response response;
  response.body = std::move(*note);
  response.headers["Content-Type"] = "text/plain; charset=utf-8";
  return response;
}

Result<Response> checkpoint_key(Service& service) {
  CHITTY_TRY(const auto state, read_state(service));
  CHITTY_TRY(const auto jwk, signing_key(service));
  return Response(json::object{{"origin", state.origin}, {"key", verifier_key(service.crypto(), state.origin, jwk)}});
}

Result<Response> jwks(Service& service) { return key_set(service, "SELECT kid, jwk FROM chronicle_keys ORDER BY created_at DESC"); }

}  // namespace routes
}  // namespace chittychronicle

// GET /verification: the whole log computed anew. Lines, so that whoever waits sees how far it is; the last one is the verdict.
#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <chittychronicle_names.hpp>

#include "../event_record.hpp"
#include "../verification.hpp"
#include "checkpoints.hpp"
#include "journal.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

constexpr std::uint64_t tell_each = 50'000;

// Those that the log has signed itself, and the one that the caller has kept. A wrong signature is an alteration, too.
Result<void> expect_checkpoints(Service& service, Verification& verification, const std::string& given, std::uint64_t removed) {
  CHITTY_TRY(const auto jwk, signing_key(service));
  if (!given.empty()) {
    CHITTY_TRY(const auto checkpoint, read_checkpoint(service.crypto(), given, jwk));
    verification.expect(checkpoint);
  }
  CHITTY_TRY(const auto notes, service.store().query("SELECT size, note FROM chronicle_checkpoints WHERE size > :removed ORDER BY size", {{"removed", removed}}));
  for (const auto& row : notes) {
    auto checkpoint = read_checkpoint(service.crypto(), text_in(row, "note"), jwk);
    if (!checkpoint)
      return make_error(Code::refused, "a kept checkpoint, of " + json::serialize(row.at("size")) + " events, is not as it was signed");
    if (given.empty() || checkpoint->size != 0) verification.expect(*checkpoint);
  }
  return {};
}

json::object verdict_of(const Verification& verification, std::uint64_t removed) {
  json::object verdict{{"valid", !verification.alteration()}, {"checked", verification.checked()}, {"size", verification.size()}, {"removed", removed}, {"root", hex(verification.root())}};
  if (const auto& found = verification.alteration())
    verdict["alteration"] = {{"seq", found->seq}, {"id", found->id.empty() ? json::value(nullptr) : json::value(found->id)}, {"message", found->what}};
  return verdict;
}

}  // namespace

Result<Response> verify(Service& service, const Verify& given) {
  // State and checkpoints of one moment; the events up to it no longer change.
  std::optional<LogState> state;
  std::optional<Verification> walk;
  const auto crypto = service.crypto();
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(auto read, read_state(service));
    state.emplace(std::move(read));
    walk.emplace(crypto, state->origin, state->removed_chain, state->removed_tree);
    return expect_checkpoints(service, *walk, given.query.checkpoint, state->removed);
  }));
  CHITTY_DO(service.begin(200, {{"Content-Type", "application/x-ndjson"}}));
  Result<void> told;
  CHITTY_DO(service.store().each("SELECT " + selected_columns() + " FROM chronicle_events ORDER BY seq", {}, [&](Row row) {
    if (static_cast<std::uint64_t>(row.at("seq").as_int64()) > state->tree.size() && walk->size() >= state->tree.size()) return false;
    if (!walk->take(row)) return false;
    if (walk->checked() % tell_each == 0) told = service.write(json::serialize(json::object{{"checked", walk->checked()}, {"size", state->tree.size()}}) + "\n");
    return told.has_value() && service.wait(std::chrono::nanoseconds(0));
  }));
  if (!told) return told.error();
  walk->end(state->tree.size(), state->chain);
  CHITTY_DO(service.write(json::serialize(verdict_of(*walk, state->removed)) + "\n"));
  return Response::done();
}

}  // namespace chittychronicle::routes

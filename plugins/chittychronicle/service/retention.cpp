#include "retention.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <chittychronicle_names.hpp>

#include "journal.hpp"

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr std::int64_t pause = 3'600'000, day = 86'400'000;  // milliseconds
constexpr std::int64_t most = 10'000;

Row own_event(Service& service, std::string_view action, const json::object& data) {
  const auto by = service.caller().subject;
  return {{"timestamp", rfc3339(service.now())}, {"service", service.name()}, {"action", action}, {"status", "success"}, {"user_id", by.empty() ? json::value(nullptr) : json::value(by)}, {"metadata", json::serialize(data)}, {"recorded_by", service.name()}};
}

// The oldest that were recorded before `cutoff`, at most `most`. How many went.
Result<std::int64_t> remove_before(Service& service, const std::string& cutoff, std::int64_t keep_days) {
  CHITTY_TRY(auto state, read_state(service));
  std::int64_t count = 0;
  std::string bad;
  CHITTY_DO(service.store().each("SELECT seq, created_at, chain FROM chronicle_events ORDER BY seq LIMIT :most", {{"most", most}}, [&](Row row) {
    const auto chain = from_hex(text_in(row, "chain"));
    if (text_in(row, "created_at") >= cutoff) return false;
    if (!chain || row.at("seq") != static_cast<std::int64_t>(state.removed_tree.size() + 1)) {
      bad = json::serialize(row.at("seq"));
      return false;
    }
    state.removed_chain = *chain;
    state.removed_tree.add(*chain);
    ++count;
    return true;
  }));
  if (!bad.empty()) return make_error(Code::host_fault, "Nothing is removed, since the chronicle is damaged before event " + bad + ".", "See where: chitty chronicle query --verify");
  if (count == 0) return count;
  const auto last = state.removed_tree.size();
  CHITTY_DO(service.store().execute("DELETE FROM chronicle_events WHERE seq <= :last", {{"last", last}}));
  CHITTY_DO(service.store().execute("UPDATE chronicle_log SET before_size = :last, before_chain = :chain, before_peaks = :peaks",
                                    {{"last", last}, {"chain", hex(state.removed_chain)}, {"peaks", state.removed_tree.peaks()}}));
  std::vector<Row> event(1, own_event(service, "chronicle.pruned", {{"count", count}, {"last", last}, {"chain", hex(state.removed_chain)}, {"root", hex(state.removed_tree.root())}, {"keepDays", keep_days}}));
  CHITTY_DO(append(service, event));
  return count;
}

// What is due now; -1 when no policy is set.
Result<std::int64_t> remove_now(Service& service, const Row& policy) {
  if (policy.at("keep_days").is_null()) return -1;
  const auto keep = policy.at("keep_days").as_int64();
  CHITTY_TRY(const auto count, remove_before(service, rfc3339(service.now() - keep * day), keep));
  // With ten thousand gone there may be more: soon again.
  if (count < most) CHITTY_DO(service.store().execute("UPDATE chronicle_log SET pruned_at = :now", {{"now", rfc3339(service.now())}}));
  return count;
}

Result<Row> policy_of(Service& service) {
  return service.store().row("SELECT keep_days, pruned_at, before_size FROM chronicle_log", {}, "The state of the chronicle is gone.");
}

json::object shown(const Row& policy) {
  return {{"keepDays", policy.at("keep_days")}, {"appliedAt", policy.at("pruned_at")}, {"removed", policy.at("before_size")}};
}

Result<Response> set_policy(Service& service, const json::value& days) {
  return service.store().transaction([&]() -> Result<Response> {
    CHITTY_DO(service.store().execute("UPDATE chronicle_log SET keep_days = :days, pruned_at = NULL", {{"days", days}}));
    std::vector<Row> event(1, own_event(service, "chronicle.retention_set", {{"keepDays", days}}));
    CHITTY_DO(append(service, event));
    CHITTY_TRY(const auto policy, policy_of(service));
    return Response(shown(policy));
  });
}

}  // namespace

Result<void> remove_when_due(Service& service) {
  CHITTY_TRY(const auto policy, policy_of(service));
  if (policy.at("keep_days").is_null() || text_in(policy, "pruned_at") > rfc3339(service.now() - pause)) return {};
  CHITTY_DO(remove_now(service, policy));
  return {};
}

namespace routes {

Result<Response> show_retention(Service& service) {
  CHITTY_TRY(const auto policy, policy_of(service));
  return Response(shown(policy));
}

Result<Response> set_retention(Service& service, const SetRetention& given) { return set_policy(service, given.body.keepDays); }

Result<Response> clear_retention(Service& service) { return set_policy(service, nullptr); }

// At once, what the policy gives up: ten thousand a transaction, until nothing is left to go.
Result<Response> apply_retention(Service& service) {
  std::int64_t removed = 0;
  for (;;) {
    auto count = service.store().transaction([&]() -> Result<std::int64_t> {
      CHITTY_TRY(const auto policy, policy_of(service));
      return remove_now(service, policy);
    });
    if (!count) return count.error();
    if (*count < 0) return make_error(Code::conflict, "no retention is set, so nothing is removed", "Set one: chitty chronicle retention set 365");
    removed += *count;
    if (*count < most || service.cancelled()) break;
  }
  CHITTY_TRY(const auto policy, policy_of(service));
  auto answer = shown(policy);
  answer["removedNow"] = removed;
  return Response(answer);
}

}  // namespace routes
}  // namespace chittychronicle

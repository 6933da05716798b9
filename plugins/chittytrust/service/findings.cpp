#include "findings.hpp"

#include <chitty/members.hpp>

#include "events.hpp"
#include "profiles.hpp"

namespace chittytrust {

using namespace chitty;

Result<bool> finding_counts(Service& service) {
  if (service.caller().owner) return true;
  CHITTY_TRY(const auto last, service.store().find("SELECT composite FROM trust_scores WHERE entity_id = :me ORDER BY calculated_at DESC, id DESC LIMIT 1", {{"me", service.caller().subject}}));
  return last && last->at("composite").to_number<std::int64_t>() >= 7500;
}

Result<void> keep_finding(Service& service, const Row& row, const std::string& outcome) {
  const auto word = outcome == "confirmed" ? "positive" : outcome == "refuted" ? "negative"
                                                                               : "neutral";
  Recorded event{.entity = text_in(row, "entity"), .id = "verification-" + text_in(row, "id"), .type = "verification", .channel = "other", .outcome = word};
  event.event.at = service.now();
  CHITTY_TRY(const auto is_new, keep(service, event, "marketplace"));
  return is_new ? connect(service, service.caller().subject, event.entity, "verification", service.now()) : Result<void>();
}

}  // namespace chittytrust

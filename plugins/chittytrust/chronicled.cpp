#include "chronicled.hpp"

#include <chitty/members.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "entity_id.hpp"
#include "score/event.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

// First words of types that tell of traffic and housekeeping: they happen to everybody, the more the more one comes by.
constexpr std::string_view traffic[] = {"chronicle", "client", "gate", "key", "limit", "oauth", "request", "route", "service", "service-token", "session", "subject", "token"};

// Words in a type, and what kind of event that is; the first that fits.
constexpr std::pair<std::string_view, std::string_view> kinds[] = {
    {"dispute_resol", "dispute_resolution"},
    {"dispute.resol", "dispute_resolution"},
    {"dispute", "dispute"},
    {"endors", "endorsement"},
    {"verif", "verification"},
    {"minted", "verification"},
    {"registered", "verification"},
    {"certif", "verification"},
    {"credential", "verification"},
    {"payment", "transaction"},
    {"transfer", "transaction"},
    {"transaction", "transaction"},
    {"collaborat", "collaboration"},
    {"review", "review"},
    {"achiev", "achievement"},
};

bool is_traffic(std::string_view action) {
  const auto word = action.substr(0, action.find_first_of("._:"));
  return std::find(std::begin(traffic), std::end(traffic), word) != std::end(traffic);
}

std::string kind_of(std::string_view action) {
  for (const auto& [word, kind] : kinds)
    if (action.find(word) != action.npos) return std::string(kind);
  return "interaction";
}

std::string outcome_of_status(std::string_view status) {
  return status == "failed" ? "negative" : status == "pending" ? "pending"
                                                               : "positive";
}

// "GovernmentId" is government_id.
std::string snake_case(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !out.empty() && out.back() != '_') out += '_';
    out += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// What an event says itself, in the member `trust` of its data; words that are none are passed over.
void take_said(const json::object& data, Chronicled& one) {
  const auto* said = data.if_contains("trust");
  const auto* trust = said ? said->if_object() : nullptr;
  if (!trust) return;
  if (const auto type = text_in(*trust, "event_type"); event_type_of(type)) one.type = type;
  if (const auto outcome = text_in(*trust, "outcome"); outcome_of(outcome)) one.outcome = outcome;
  if (const auto channel = text_in(*trust, "channel"); !channel.empty() && channel.size() <= 64) one.channel = channel;
  const auto* tags = trust->if_contains("tags");
  if (!tags || !tags->is_array()) return;
  for (const auto& tag : tags->get_array())
    if (tag.is_string() && one.tags.size() < 50 && tag.get_string().size() <= 64) one.tags.emplace_back(tag.get_string());
}

void take_facts(const json::object& data, std::string_view action, Chronicled& one) {
  if (action == "identity.minted") one.fact = Chronicled::Fact::created;
  one.credential = text_in(data, "credential");
  one.credential_type = snake_case(text_in(data, "type"));
  const bool by_another = !one.actor.empty() && one.actor != one.entity;
  if (action == "credential.issued" && !one.credential.empty() && by_another) one.fact = Chronicled::Fact::credential_issued;
  if (action == "credential.revoked" && !one.credential.empty()) one.fact = Chronicled::Fact::credential_revoked;
}

}  // namespace

std::optional<Chronicled> read_chronicled(const json::object& event) {
  const auto action = text_in(event, "action"), recorder = text_in(event, "recorded_by"), service = text_in(event, "service");
  const auto actor = text_in(event, "user_id"), subject = text_in(event, "subject");
  if (recorder == "chittytrust" || is_traffic(action)) return std::nullopt;
  const bool about_another = is_chitty_id(subject);
  const auto entity = entity_of(about_another ? subject : actor);
  if (!entity || recorder == *entity || (recorder == actor && recorder != service && about_another)) return std::nullopt;
  Chronicled one{*entity, text_in(event, "id"), text_in(event, "timestamp"), kind_of(action), recorder == service ? "verified_api" : "other", outcome_of_status(text_in(event, "status"))};
  if (const auto other = entity_of(actor); about_another && other) one.actor = *other;
  static const json::object nothing;
  const auto* metadata = event.if_contains("metadata");
  const auto& data = metadata && metadata->is_object() ? metadata->get_object() : nothing;
  if (data.contains("trust")) take_said(data, one);
  if (recorder == service) take_facts(data, action, one);
  return one;
}

}  // namespace chittytrust

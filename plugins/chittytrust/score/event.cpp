#include "event.hpp"

#include <iterator>
#include <utility>

namespace chittytrust {

namespace {

template <class Value, std::size_t size>
const Value* find(const std::pair<std::string_view, Value> (&table)[size], std::string_view word) {
  for (const auto& [name, value] : table)
    if (name == word) return &value;
  return nullptr;
}

template <class Value>
std::optional<Value> copied(const Value* found) {
  return found ? std::optional(*found) : std::nullopt;
}

constexpr std::pair<std::string_view, EventType> types[] = {
    {"transaction", EventType::transaction},
    {"interaction", EventType::interaction},
    {"verification", EventType::verification},
    {"endorsement", EventType::endorsement},
    {"dispute", EventType::dispute},
    {"dispute_resolution", EventType::dispute_resolution},
    {"collaboration", EventType::collaboration},
    {"review", EventType::review},
    {"achievement", EventType::achievement},
};

constexpr std::pair<std::string_view, Outcome> outcomes[] = {
    {"positive", Outcome::positive},
    {"negative", Outcome::negative},
    {"neutral", Outcome::neutral},
    {"pending", Outcome::pending},
};

constexpr std::pair<std::string_view, Channel> channels[] = {
    {"verified_api", {95, 1}},
    {"blockchain", {90, 2}},
    {"bank_transfer", {85, 4}},
    {"credit_card", {80, 0}},
    {"oauth", {75, 0}},
    {"email", {60, 0}},
    {"sms", {55, 0}},
    {"social_media", {40, 0}},
    {"anonymous", {10, 0}},
    {"", {10, 0}},
};

constexpr std::pair<std::string_view, unsigned> marks[] = {
    {"community_impact", community},
    {"justice", justice},
    {"fairness", justice},
    {"equality", justice},
    {"transparency", justice},
    {"harm_prevention", harm_prevention},
};

}  // namespace

std::optional<EventType> event_type_of(std::string_view word) { return copied(find(types, word)); }

std::optional<Outcome> outcome_of(std::string_view word) { return copied(find(outcomes, word)); }

Channel channel_of(std::string_view word) {
  const auto* found = find(channels, word);
  return found ? *found : Channel{20, 0};
}

unsigned mark_of(std::string_view tag) {
  const auto* found = find(marks, tag);
  return found ? *found : 0;
}

}  // namespace chittytrust

#include "entity.hpp"

#include <chitty/nearest.hpp>

namespace chitty::id {

namespace {

struct Word {
  std::string_view word;
  char letter;
  std::string_view characterization{};
};

// The wire reference 2.2. An organization is a person in law, not a place. The first word of a letter is its own.
constexpr Word words[] = {{"PERSON", 'P'}, {"ORGANIZATION", 'P', "Legal"}, {"AGENT", 'P', "Synthetic"}, {"PLACE", 'L'}, {"LOCATION", 'L'}, {"THING", 'T'}, {"PROPERTY", 'T'}, {"DOCUMENT", 'T'}, {"TRANSACTION", 'T'}, {"EVENT", 'E'}, {"CASE", 'E'}, {"AUTHORITY", 'A'}};

}  // namespace

Result<Entity> entity_of(std::string_view wanted) {
  std::string upper(wanted);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (upper.size() == 1 && !entity_name(upper[0]).empty()) return Entity{upper[0]};
  std::vector<std::string_view> all;
  for (const auto& [word, letter, characterization] : words) {
    if (word == upper) return Entity{letter, std::string(characterization), word == entity_word(letter, characterization) ? "" : upper};
    all.push_back(word);
  }
  const auto near = nearest(upper, all);
  return usage_error("Invalid entityType: \"" + std::string(wanted) +
                         "\". Must be one of: person, place, thing, event, authority (or organization, agent, location, "
                         "property, document, transaction, case).",
                     near.empty() ? "Use PERSON, ORGANIZATION, AGENT, PLACE, LOCATION, THING, PROPERTY, DOCUMENT, TRANSACTION, EVENT, "
                                    "CASE or AUTHORITY."
                                  : "Did you mean '" + near.front() + "'?");
}

std::string_view entity_word(char letter, std::string_view characterization, std::string_view kept) {
  if (!kept.empty()) return kept;
  std::string_view own;
  for (const auto& [word, code, kind] : words) {
    if (code != letter) continue;
    if (!kind.empty() && kind == characterization) return word;
    if (own.empty()) own = word;
  }
  return own;
}

std::string_view entity_name(char letter) {
  constexpr std::pair<char, std::string_view> names[] = {{'P', "person"}, {'L', "place"}, {'T', "thing"}, {'E', "event"}, {'A', "authority"}};
  for (const auto& [code, name] : names)
    if (code == letter) return name;
  return {};
}

}  // namespace chitty::id

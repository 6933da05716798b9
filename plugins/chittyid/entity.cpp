#include "entity.hpp"

#include <algorithm>
#include <vector>

namespace chitty::id {

namespace {

struct Word {
  std::string_view word;
  char letter;
  std::string_view characterization;
};

// The wire reference 2.2. An organization is a person in law, not a place.
constexpr Word words[] = {
    {"PERSON", 'P', ""},          {"ORGANIZATION", 'P', "Legal"}, {"AGENT", 'P', "Synthetic"},
    {"PLACE", 'L', ""},           {"LOCATION", 'L', ""},          {"THING", 'T', ""},
    {"PROPERTY", 'T', ""},        {"DOCUMENT", 'T', ""},          {"TRANSACTION", 'T', ""},
    {"EVENT", 'E', ""},           {"CASE", 'E', ""},              {"AUTHORITY", 'A', ""},
    {"P", 'P', ""},               {"L", 'L', ""},                 {"T", 'T', ""},
    {"E", 'E', ""},               {"A", 'A', ""},
};

constexpr std::pair<char, std::string_view> names[] = {
    {'P', "person"}, {'L', "place"}, {'T', "thing"}, {'E', "event"}, {'A', "authority"}};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// How many letters must change, come or go to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view wanted) {
  const auto* best = std::min_element(std::begin(words), std::end(words), [&](const Word& a, const Word& b) {
    return distance(wanted, a.word) < distance(wanted, b.word);
  });
  if (distance(wanted, best->word) * 2 > best->word.size()) return "Say PERSON, ORGANIZATION, AGENT, PLACE, THING, EVENT, CASE or AUTHORITY.";
  return "Did you mean " + std::string(best->word) + "?";
}

}  // namespace

Result<Entity> entity_of(std::string_view given) {
  const std::string wanted = upper(given);
  for (const auto& [word, letter, characterization] : words)
    if (wanted == word) return Entity{letter, std::string(characterization)};
  return usage_error("Invalid entityType: \"" + std::string(given) +
                         "\". Must be one of: person, place, thing, event, authority (or organization, agent, location, "
                         "property, document, transaction, case).",
                     nearest(wanted));
}

std::string_view entity_word(char letter, std::string_view characterization) {
  // A person's word goes by its characterization where that has one; of several words the first is the letter's own.
  std::string_view plain;
  for (const auto& [word, code, kind] : words) {
    if (code != letter) continue;
    if (!kind.empty() && kind == characterization) return word;
    if (plain.empty() && kind.empty()) plain = word;
  }
  return plain;
}

std::string_view entity_name(char letter) {
  for (const auto& [code, name] : names)
    if (code == letter) return name;
  return {};
}

}  // namespace chitty::id

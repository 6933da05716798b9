// What a ChittyID may name: five letters, and the words that people and services use for them.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::id {

// `letter` is one of P person, L place, T thing, E event, A authority. A person is Natural, Synthetic or Legal: the
// characterization, which is empty where the word does not decide it and for all but persons.
struct Entity {
  char letter = 0;
  std::string characterization{};
  std::string word{};  // one that letter and characterization do not say ("CASE" is an event): kept beside them; else empty

  std::string text() const { return std::string(1, letter); }
};

// A word in any case ("PERSON", "organization", "p"), or INVALID_ARGUMENT that says which words there are, and the
// nearest one as hint.
Result<Entity> entity_of(std::string_view word);

// The word of the mission for what an identity is: the one that was kept, else "ORGANIZATION" for P and Legal, "AGENT" for P and
// Synthetic, else "PERSON", "PLACE", "THING", "EVENT", "AUTHORITY"; empty for a letter that stands for nothing.
std::string_view entity_word(char letter, std::string_view characterization, std::string_view kept = {});

// "person" for P; empty for a letter that stands for nothing.
std::string_view entity_name(char letter);

}  // namespace chitty::id

// Reporters, journals and codes, by the abbreviations that stand in citations; the data is Free Law Project's reporters-db
// (reporters.txt, reporters.LICENSE). Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chittycases::find {

enum class Source : char {
  reporter = 'c',
  journal = 'j',
  law = 'l'
};

struct Edition {
  std::string_view name;  // "F.2d"
  Source source = Source::reporter;
  int from = 0, to = 9999;  // years that it covers
};

// An abbreviation found in a text: where it ends, and what it may stand for. `exact`: it is the edition's own name.
struct Abbreviation {
  std::size_t end = 0;
  struct Meaning {
    const Edition* edition;
    bool exact;
  };
  std::vector<Meaning> meanings{};
};

// All that begin at `at`, the longest first; spaces within them do not matter.
std::vector<Abbreviation> abbreviations_at(std::string_view text, std::size_t at);

}  // namespace chittycases::find

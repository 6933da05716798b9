// What somebody looks for, as words that must all occur. Any text is one: quotes, operators and marks are none of its words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chittyregistry {

struct Wanted {
  std::string word;
  bool prefix = false;  // any word that begins so

  bool operator==(const Wanted&) const = default;
  bool fits(std::string_view other) const { return prefix ? other.substr(0, word.size()) == word : other == word; }
};

// Each once, at most twelve. AND, OR and NOT in capitals are left out: what is asked for is all of the words.
std::vector<Wanted> wanted_of(std::string_view query);

}  // namespace chittyregistry

#include "search_query.hpp"

#include <algorithm>
#include <chitty/search/words.hpp>

namespace chittyregistry {

namespace {

constexpr std::size_t most_wanted = 12, shortest_prefix = 2;

}  // namespace

std::vector<Wanted> wanted_of(std::string_view query) {
  std::vector<Wanted> all;
  for (const auto& word : chitty::search::words_of(query)) {
    const auto written = query.substr(word.begin, word.size);
    if (written == "AND" || written == "OR" || written == "NOT") continue;
    const Wanted one{word.text, word.prefix && word.text.size() >= shortest_prefix};
    if (all.size() < most_wanted && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

}  // namespace chittyregistry

#include "status.hpp"

#include <algorithm>
#include <array>

namespace chittycases {

std::span<const Status> statuses() {
  static const std::array<Status, 9> all{{
      {"open", {"discovery", "motions", "trial", "settled", "stayed", "closed"}},
      {"discovery", {"motions", "trial", "settled", "stayed", "closed"}},
      {"motions", {"discovery", "trial", "judgment", "settled", "stayed", "closed"}},
      {"trial", {"judgment", "settled", "stayed", "closed"}},
      {"judgment", {"appealed", "closed"}},
      {"appealed", {"trial", "judgment", "settled", "stayed", "closed"}},
      {"settled", {"open", "closed"}},
      {"stayed", {"open", "discovery", "motions", "trial", "appealed", "settled", "closed"}},
      {"closed", {"open"}},
  }};
  return all;
}

const Status* status_named(std::string_view name) {
  std::string word;
  for (const char c : name) word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (word == "active") word = "open";
  if (word == "appeal") word = "appealed";
  const auto all = statuses();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Status& one) { return one.name == word; });
  return found == all.end() ? nullptr : &*found;
}

bool may_follow(const Status& from, const Status& to) {
  return std::find(from.next.begin(), from.next.end(), to.name) != from.next.end();
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace chittycases

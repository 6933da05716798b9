#include "relevance.hpp"

#include <chitty/members.hpp>
#include <chitty/search/words.hpp>
#include <cmath>
#include <set>

namespace chittyregistry {

using chitty::search::words_of;

namespace {

constexpr chitty::search::Saturation saturation;

std::string joined(const json::object& content, std::string_view member) {
  std::string text;
  const auto* list = content.if_contains(member);
  if (!list || !list->is_array()) return text;
  for (const auto& one : list->get_array())
    if (one.is_string()) text.append(text.empty() ? "" : ", ").append(one.get_string());
  return text;
}

std::string small_words(std::string_view value) {
  std::string text;
  for (const auto& word : words_of(value)) text.append(text.empty() ? "" : " ").append(word.text);
  return text;
}

}  // namespace

std::vector<Field> fields_of(std::string_view name, const json::object& content) {
  return {{"name", std::string(name), 8},
          {"tags", joined(content, "tags"), 4},
          {"capabilities", joined(content, "capabilities"), 4},
          {"category", chitty::text_in(content, "category"), 4},
          {"description", chitty::text_in(content, "description"), 1}};
}

std::map<std::string, std::int64_t> impacts_of(const std::vector<Field>& fields) {
  std::map<std::string, double> counts;
  double length = 0;
  for (const auto& field : fields)
    for (const auto& word : words_of(field.text)) counts[word.text] += field.weight, length += field.weight;
  std::map<std::string, std::int64_t> impacts;
  for (const auto& [word, count] : counts) impacts[word] = std::lround(1000 * saturation.worth(count, length));
  return impacts;
}

std::string filter_word(std::string_view what, std::string_view value) { return std::string(what) + "=" + small_words(value); }

std::vector<std::string> filter_words_of(std::string_view kind, std::string_view subtype, const json::object& content) {
  std::set<std::string> words{filter_word("kind", kind), filter_word("category", subtype)};
  if (const auto category = chitty::text_in(content, "category"); !category.empty()) words.insert(filter_word("category", category));
  for (const auto& [member, what] : {std::pair("tags", "tag"), std::pair("capabilities", "capability")}) {
    const auto* list = content.if_contains(member);
    if (!list || !list->is_array()) continue;
    for (const auto& one : list->get_array())
      if (one.is_string()) words.insert(filter_word(what, std::string_view(one.get_string())));
  }
  return {words.begin(), words.end()};
}

}  // namespace chittyregistry

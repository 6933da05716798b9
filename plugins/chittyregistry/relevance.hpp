// What a word is worth in an entry: BM25 over weighted fields, in whole numbers (chitty/search/relevance.hpp).
#pragma once

#include <boost/json/object.hpp>
#include <chitty/search/relevance.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chittyregistry {

namespace json = boost::json;
using chitty::search::rarity;

// A piece of an entry that is searched.
struct Field {
  std::string_view name;
  std::string text;
  int weight;  // how often a word in it counts
};

// name, tags, capabilities, category, description of what was registered, the weightiest first.
std::vector<Field> fields_of(std::string_view name, const json::object& content);

// Each word and what it is worth: its weighted count, saturated, in an entry as long as this one, times 1000.
std::map<std::string, std::int64_t> impacts_of(const std::vector<Field>& fields);

// Words that filter and never rank: "category=email", "tag=fast", "kind=tool". No text has such words in it.
std::string filter_word(std::string_view what, std::string_view value);
std::vector<std::string> filter_words_of(std::string_view kind, std::string_view subtype, const json::object& content);

}  // namespace chittyregistry

// What a word is worth in an entry, and how rare it is: BM25 over weighted fields, in whole numbers. A sum of them has no rounding
// and no order, so that every database ranks alike.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chittyregistry {

namespace json = boost::json;

// A piece of an entry that is searched.
struct Field {
  std::string_view name;
  std::string text;
  int weight;  // how often a word in it counts
};

// name, tags, capabilities, category, description of what was registered, the weightiest first.
std::vector<Field> fields_of(std::string_view name, const json::object& content);

// Each word and what it is worth: its weighted count, saturated, in an entry as long as this one, times 1000. Words are not held against
// the average length, which would change what is stored whenever anything is registered, but against a usual one.
std::map<std::string, std::int64_t> impacts_of(const std::vector<Field>& fields);

// Words that filter and never rank: "category=email", "tag=fast", "kind=tool". No text has such words in it.
std::string filter_word(std::string_view what, std::string_view value);
std::vector<std::string> filter_words_of(std::string_view kind, std::string_view subtype, const json::object& content);

// How rare a word is that `having` of `all` entries have, times 1000; never 0.
std::int64_t rarity(std::int64_t all, std::int64_t having);

}  // namespace chittyregistry

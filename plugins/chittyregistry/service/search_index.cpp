#include "search_index.hpp"

#include <map>

#include "../relevance.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

constexpr std::size_t rows_at_once = 32;

// "INSERT INTO t (a, b) VALUES (:a0, :b0), (:a1, :b1)…" and what follows.
std::string insert_of(const std::string& into, const std::vector<std::string>& columns, std::size_t rows, const std::string& tail = {}) {
  std::string sql = into + " VALUES ";
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (std::size_t i = 0; i < columns.size(); ++i) sql += (i == 0 ? ":" : ", :") + columns[i] + std::to_string(row);
    sql += ")";
  }
  return sql + tail;
}

Result<void> write(Service& service, std::int64_t number, const std::vector<std::pair<std::string, std::int64_t>>& words) {
  for (std::size_t at = 0; at < words.size(); at += rows_at_once) {
    const auto count = std::min(rows_at_once, words.size() - at);
    json::object postings, counts;
    for (std::size_t row = 0; row < count; ++row) {
      const auto& [word, impact] = words[at + row];
      const auto n = std::to_string(row);
      postings["w" + n] = word, postings["e" + n] = number, postings["i" + n] = impact;
      counts["w" + n] = word, counts["h" + n] = head_of(word), counts["c" + n] = 1;
    }
    CHITTY_DO(service.store().execute(insert_of("INSERT INTO registry_postings (word, entry, impact)", {"w", "e", "i"}, count), postings));
    CHITTY_DO(service.store().execute(insert_of("INSERT INTO registry_words (word, head, entries)", {"w", "h", "c"}, count,
                                                " ON CONFLICT (word) DO UPDATE SET entries = registry_words.entries + excluded.entries"),
                                      counts));
  }
  return {};
}

}  // namespace

std::string head_of(std::string_view word) {
  std::size_t characters = 0, at = 0;
  for (; at < word.size(); ++at)
    if ((static_cast<unsigned char>(word[at]) & 0xC0) != 0x80 && ++characters > 2) break;
  return std::string(word.substr(0, at));
}

Result<std::int64_t> next_number(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("UPDATE registry_counter SET number = number + 1 RETURNING number", {}, "The registry's counter is gone."));
  return row.at("number").as_int64();
}

Result<void> unindex_entry(Service& service, std::int64_t number) {
  const json::object which{{"number", number}};
  CHITTY_DO(service.store().execute("UPDATE registry_words SET entries = entries - 1 WHERE word IN (SELECT word FROM registry_postings WHERE entry = :number)", which));
  CHITTY_DO(service.store().execute("DELETE FROM registry_words WHERE entries < 1 AND word IN (SELECT word FROM registry_postings WHERE entry = :number)", which));
  CHITTY_DO(service.store().execute("DELETE FROM registry_postings WHERE entry = :number", which));
  return {};
}

Result<void> index_entry(Service& service, std::int64_t number, const Indexed& entry) {
  CHITTY_DO(unindex_entry(service, number));
  std::vector<std::pair<std::string, std::int64_t>> words;
  for (auto& [word, impact] : impacts_of(fields_of(entry.name, entry.content))) words.emplace_back(word, impact);
  for (auto& word : filter_words_of(entry.kind, entry.subtype, entry.content)) words.emplace_back(std::move(word), 0);
  words.emplace_back("", 0);  // every entry has it: how many there are
  return write(service, number, words);
}

}  // namespace chittyregistry

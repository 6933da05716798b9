// Lists of texts in columns and sentences.
#pragma once

#include <chitty/members.hpp>
#include <chitty/store.hpp>

namespace chittyregister {

// Of a column that holds a JSON array of texts.
inline std::vector<std::string> words_in(const chitty::Row& row, std::string_view column) {
  std::vector<std::string> words;
  const auto list = chitty::json::parse(chitty::text_in(row, column));
  for (const auto& word : list.as_array()) words.emplace_back(word.as_string());
  return words;
}

// "a, b, c".
inline std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace chittyregister

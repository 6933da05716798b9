#include "syntax.hpp"

#include <algorithm>
#include <charconv>

namespace chittycertify::pdf {

namespace {

constexpr int deepest = 60;

bool is_delimiter(char c) { return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }

}  // namespace

bool is_space(char c) { return std::string_view("\0\t\n\f\r ", 6).find(c) != std::string_view::npos; }

void Reader::skip_space() {
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '%')
      while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    if (at_ < text_.size() && !is_space(text_[at_])) return;
  }
}

bool Reader::word(std::string_view expected) {
  skip_space();
  if (!text_.substr(std::min(at_, text_.size())).starts_with(expected)) return false;
  at_ += expected.size();
  return true;
}

std::optional<std::int64_t> Reader::integer() {
  skip_space();
  std::int64_t number = 0;
  const auto* begin = text_.data() + std::min(at_, text_.size());
  const auto [end, wrong] = std::from_chars(begin, text_.data() + text_.size(), number);
  if (wrong != std::errc()) return std::nullopt;
  at_ += static_cast<std::size_t>(end - begin);
  return number;
}

bool Reader::pass_string() {
  int open = 0;
  for (; at_ < text_.size(); ++at_) {
    const auto c = text_[at_];
    if (c == '\\') ++at_;
    else if (c == '(') ++open;
    else if (c == ')' && --open == 0) return ++at_, true;
  }
  return false;
}

// Over one value; `at_` is then behind it.
bool Reader::pass(int depth) {
  const auto c = text_[at_];
  if (c == '(') return pass_string();
  const bool dictionary = text_.substr(at_).starts_with("<<");
  if (dictionary || c == '[') {
    const std::string_view close = dictionary ? ">>" : "]";
    at_ += close.size();
    for (;;) {
      if (word(close)) return true;
      if (!value(depth + 1)) return false;
    }
  }
  if (c == '<') {
    const auto end = text_.find('>', at_);
    at_ = end == text_.npos ? text_.size() : end + 1;
    return end != text_.npos;
  }
  if (c != '/' && is_delimiter(c)) return false;
  ++at_;
  while (at_ < text_.size() && !is_space(text_[at_]) && !is_delimiter(text_[at_])) ++at_;
  return true;
}

std::optional<std::string_view> Reader::value(int depth) {
  skip_space();
  if (at_ >= text_.size() || depth > deepest) return std::nullopt;
  const auto begin = at_;
  // A reference is three tokens.
  Reader ahead = *this;
  const auto number = ahead.integer();
  if (number && ahead.at_ < text_.size() && is_space(text_[ahead.at_]) && ahead.integer() && ahead.word("R") &&
      (ahead.at_ >= text_.size() || is_space(text_[ahead.at_]) || is_delimiter(text_[ahead.at_]))) {
    at_ = ahead.at_;
    return text_.substr(begin, at_ - begin);
  }
  if (!pass(depth)) return std::nullopt;
  return text_.substr(begin, at_ - begin);
}

std::optional<Reference> reference_in(std::string_view value) {
  Reader reader(value);
  const auto number = reader.integer(), generation = number ? reader.integer() : std::nullopt;
  if (!generation || !reader.word("R")) return std::nullopt;
  return Reference{*number, *generation};
}

std::optional<std::int64_t> integer_in(std::string_view value) {
  Reader reader(value);
  const auto number = reader.integer();
  return reader.at() == value.size() ? number : std::nullopt;
}

std::optional<std::vector<std::string>> items_of(std::string_view array) {
  Reader reader(array);
  std::vector<std::string> items;
  if (!reader.word("[")) return std::nullopt;
  while (!reader.word("]")) {
    const auto item = reader.value();
    if (!item) return std::nullopt;
    items.emplace_back(*item);
  }
  return items;
}

std::optional<Dictionary> Dictionary::in(std::string_view text) {
  Reader reader(text);
  Dictionary dictionary;
  if (!reader.word("<<")) return std::nullopt;
  while (!reader.word(">>")) {
    const auto key = reader.value();
    if (!key || !key->starts_with("/")) return std::nullopt;
    const auto value = reader.value();
    if (!value || !dictionary.get(*key).empty()) return std::nullopt;  // twice: readers differ in which they take
    dictionary.entries_.emplace_back(*key, *value);
  }
  return dictionary;
}

std::string_view Dictionary::get(std::string_view key) const {
  for (const auto& [name, value] : entries_)
    if (name == key) return value;
  return {};
}

void Dictionary::set(const std::string& key, std::string value) {
  erase(key);
  entries_.emplace_back(key, std::move(value));
}

void Dictionary::erase(std::string_view key) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == key; });
}

std::string Dictionary::text() const {
  std::string text = "<<";
  for (const auto& [name, value] : entries_) text += " " + name + " " + value;
  return text + " >>";
}

}  // namespace chittycertify::pdf

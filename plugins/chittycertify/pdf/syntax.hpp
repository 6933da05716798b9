// As much of PDF's syntax (ISO 32000-1, 7.2 and 7.3) as it takes to add to a file: dictionaries and arrays taken apart, their values left
// as they are written. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chittycertify::pdf {

bool is_space(char c);

// Takes tokens and values off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  void skip_space();  // and comments
  // One value, as it is written: `12 0 R`, `/Name`, `<< … >>`. None when there is none, or it is nested more than 60 deep.
  std::optional<std::string_view> value() { return value(0); }
  std::optional<std::int64_t> integer();
  bool word(std::string_view expected);
  std::size_t at() const { return at_; }

 private:
  std::optional<std::string_view> value(int depth);
  bool pass(int depth);
  bool pass_string();
  std::string_view text_;
  std::size_t at_ = 0;
};

struct Reference {
  std::int64_t number = 0, generation = 0;
};

// "12 0 R"
std::optional<Reference> reference_in(std::string_view value);
std::optional<std::int64_t> integer_in(std::string_view value);
std::optional<std::vector<std::string>> items_of(std::string_view array);

class Dictionary {
 public:
  static std::optional<Dictionary> in(std::string_view text);
  // Empty when it has no such entry. Names are compared as they are written.
  std::string_view get(std::string_view key) const;
  void set(const std::string& key, std::string value);
  void erase(std::string_view key);
  std::string text() const;

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

}  // namespace chittycertify::pdf

// ECMA-262 and PCRE2 read the same line differently: what '.', \s, \v or \u mean, and what only one of them has.
#include <array>
#include <charconv>
#include <optional>

#include "pattern.hpp"
#include "unicode_property.hpp"

namespace chitty::json_schema {

namespace {

// \s, and everything else; written so that both can stand inside a class.
constexpr std::string_view space =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view no_space =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e})"
    R"(\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";
constexpr std::string_view no_line_end = R"([^\x{a}\x{d}\x{2028}\x{2029}])";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  Result<std::string> run() {
    while (at_ < text_.size() && !problem_) step();
    if (!problem_ && in_class_) problem_ = usage("has a '[' without its ']'", class_at_);
    if (problem_) return *problem_;
    return out_;
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\\') return escape();
    if (in_class_) return member_of_class(c);
    if (c == '(') return open_group();
    if (c == '*' || c == '+' || c == '?' || (c == '{' && is_quantifier())) return quantifier(c);
    repeated_ = false;
    if (c == '[') open_class();
    else if (c == '.') copy(no_line_end, 1);
    else copy(text_.substr(at_, 1), 1);
  }

  void open_class() {
    in_class_ = true;
    class_at_ = at_;
    const std::size_t size = text_.substr(at_).starts_with("[^") ? 2 : 1;
    copy(text_.substr(at_, size), size);
  }

  void member_of_class(char c) {
    if (c == ']') in_class_ = false;
    copy(c == '[' ? "\\[" : text_.substr(at_, 1), 1);  // PCRE2 has [:alpha:] and its like
  }

  // (?: (?= (?! (?<= (?<! (?<name>, and none of what only PCRE2 knows.
  void open_group() {
    repeated_ = false;
    const auto rest = text_.substr(at_ + 1);
    if (rest.starts_with('*')) return refuse("has '(*', which ECMA-262 does not know");
    if (rest.starts_with('?')) {
      const bool known = rest.size() > 1 && (rest[1] == ':' || rest[1] == '=' || rest[1] == '!');
      const bool behind = rest.starts_with("?<=") || rest.starts_with("?<!");
      const bool named = rest.starts_with("?<") && rest.size() > 2 && (is_letter(rest[2]) || rest[2] == '_');
      if (!known && !behind && !named) return refuse("has a kind of group that ECMA-262 does not know");
      return copy(text_.substr(at_, 2), 2);
    }
    copy("(", 1);
  }

  // {2}, {2,} or {2,3}; any other brace stands for itself.
  bool is_quantifier() const {
    const auto end = text_.find('}', at_);
    if (end == text_.npos || !is_digit(text_[at_ + 1])) return false;
    const auto inside = text_.substr(at_ + 1, end - at_ - 1);
    return inside.find_first_not_of("0123456789,") == inside.npos && inside.find(',') == inside.rfind(',');
  }

  // PCRE2 reads a second '+' as "possessive".
  void quantifier(char c) {
    if (repeated_) return refuse("repeats what is repeated already");
    const std::size_t size = c == '{' ? text_.find('}', at_) - at_ + 1 : 1;
    copy(text_.substr(at_, size), size);
    if (at_ < text_.size() && text_[at_] == '?') copy("?", 1);
    repeated_ = true;
  }

  void escape() {
    repeated_ = false;
    if (at_ + 1 == text_.size()) return refuse("ends with a lone '\\'");
    const char c = text_[at_ + 1];
    switch (c) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 'f':
      case 'n':
      case 'r':
      case 't': return copy(text_.substr(at_, 2), 2);
      case 'b': return copy("\\b", 2);  // in a class both mean the backspace
      case 'B': return in_class_ ? refuse("has \\B inside a class") : copy("\\B", 2);
      case 's': return copy(in_class_ ? std::string(space) : "[" + std::string(space) + "]", 2);
      case 'S': return copy(in_class_ ? std::string(no_space) : "[" + std::string(no_space) + "]", 2);
      case 'v': return copy("\\x{b}", 2);
      case 'c': return control();
      case 'x': return code_point(2, 2);
      case 'u': return unicode();
      case 'p':
      case 'P': return property();
      case 'k': return named_reference();
      default: break;
    }
    if (is_digit(c)) return number();
    if (is_letter(c)) return refuse(std::string("has \\") + c + ", which ECMA-262 does not know");
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    copy((ascii ? "\\" : "") + std::string(1, c), 2);  // a sign that stands for itself
  }

  void control() {
    if (at_ + 2 >= text_.size() || !is_letter(text_[at_ + 2])) return refuse("has \\c without a letter");
    code(static_cast<std::uint32_t>(text_[at_ + 2]) % 32, 3);
  }

  void named_reference() {
    const auto end = text_.find('>', at_);
    if (text_.substr(at_ + 2, 1) != "<" || end == text_.npos) return refuse("has \\k without a <name>");
    copy(text_.substr(at_, end - at_ + 1), end - at_ + 1);
  }

  // \0 is the character; any other number refers to a group.
  void number() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    const auto digits = text_.substr(at_ + 1, end - at_ - 1);
    if (digits == "0") return code(0, 2);
    if (digits.front() == '0' || in_class_) return refuse("has an octal escape, which ECMA-262 does not know");
    copy("\\g{" + std::string(digits) + "}", end - at_);
  }

  std::optional<std::uint32_t> hexadecimal(std::size_t from, std::size_t size) const {
    if (from + size > text_.size() || size == 0 || size > 8) return {};
    std::uint32_t value = 0;
    const char* begin = text_.data() + from;
    const auto [end, failure] = std::from_chars(begin, begin + size, value, 16);
    if (failure != std::errc() || end != begin + size) return {};
    return value;
  }

  void code_point(std::size_t skip, std::size_t digits) {
    const auto value = hexadecimal(at_ + skip, digits);
    if (!value) return refuse("has an escape without its hexadecimal digits");
    code(*value, skip + digits);
  }

  // \u{1F432}, \u0041, and the two halves \uD83D\uDC32 as one.
  void unicode() {
    if (text_.substr(at_ + 2, 1) == "{") {
      const auto end = text_.find('}', at_);
      const auto value = end == text_.npos ? std::nullopt : hexadecimal(at_ + 3, end - at_ - 3);
      return value ? code(*value, end - at_ + 1) : refuse("has \\u{ without hexadecimal digits and '}'");
    }
    const auto high = hexadecimal(at_ + 2, 4);
    if (!high || *high < 0xD800 || *high > 0xDBFF) return code_point(2, 4);
    const auto low = text_.substr(at_ + 6, 2) == "\\u" ? hexadecimal(at_ + 8, 4) : std::nullopt;
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return refuse("has one half of a surrogate pair");
    code(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00), 12);
  }

  void code(std::uint32_t value, std::size_t size) {
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return refuse("names no character of Unicode");
    std::array<char, 9> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    copy("\\x{" + std::string(digits.data(), end) + "}", size);
  }

  void property() {
    const auto end = text_.find('}', at_);
    if (text_.substr(at_ + 2, 1) != "{" || end == text_.npos) return refuse("has \\p without a {property}");
    const auto name = text_.substr(at_ + 3, end - at_ - 3);
    copy("\\" + std::string(1, text_[at_ + 1]) + "{" + pcre_property(name) + "}", end - at_ + 1);
  }

  void copy(std::string_view what, std::size_t size) {
    out_ += what;
    at_ += size;
  }

  static Error usage(const std::string& what, std::size_t at) {
    return usage_error("is not a regular expression of ECMA-262: it " + what + " (at character " +
                       std::to_string(at + 1) + ")");
  }
  void refuse(const std::string& what) { problem_ = usage(what, at_); }

  std::string_view text_;
  std::size_t at_ = 0, class_at_ = 0;
  bool in_class_ = false, repeated_ = false;
  std::string out_;
  std::optional<Error> problem_;
};

}  // namespace

Result<std::string> from_ecmascript(std::string_view expression) { return Translator(expression).run(); }

}  // namespace chitty::json_schema

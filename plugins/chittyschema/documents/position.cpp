#include "position.hpp"

#include <boost/json/parse.hpp>
#include <string>

namespace chittyschema {

namespace {

// A walk over JSON that is known to be valid; it never reads past the end all the same.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void to(std::size_t at) { at_ = at; }
  void blank() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  void step() {
    if (at_ < text_.size()) ++at_;
    blank();
  }

  // Behind the string that begins here; what it says.
  std::string string() {
    const auto start = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    const auto raw = text_.substr(start, at_ - start);
    if (raw.find('\\') == raw.npos) return std::string(raw.substr(1, raw.size() < 2 ? 0 : raw.size() - 2));
    boost::system::error_code failed;
    const auto value = boost::json::parse(raw, failed);
    return !failed && value.is_string() ? std::string(value.get_string()) : std::string();
  }

  // Behind the value that begins here.
  void value() {
    int depth = 0;
    do {
      const char c = here();
      if (c == '"') string();
      else if (c == '{' || c == '[') ++depth, ++at_;
      else if (c == '}' || c == ']') --depth, ++at_;
      else if (c == ',' || c == ':') ++at_;
      else at_ = std::min(text_.find_first_of(",:]}[{\" \t\r\n", at_), text_.size());
      blank();
    } while (depth > 0 && at_ < text_.size());
  }

  // From an object to its member: at the name, or at the value. False, and at the object, where there is none.
  bool member(std::string_view wanted, bool its_name) {
    const auto object = at_;
    std::size_t found = std::string_view::npos;
    if (here() != '{') return false;
    step();
    while (here() == '"') {
      const auto name_at = at_;
      const bool same = string() == wanted;
      blank(), step();  // over the colon
      if (same) found = its_name ? name_at : at_;
      value();
      if (here() != ',') break;
      step();
    }
    at_ = found == std::string_view::npos ? object : found;
    return found != std::string_view::npos;
  }

  bool item(std::size_t index) {
    const auto array = at_;
    if (here() != '[') return false;
    step();
    for (std::size_t i = 0; i < index; ++i) {
      value();
      if (here() != ',') return at_ = array, false;
      step();
    }
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string unescaped(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size();
    out += !escape ? step[i] : step[++i] == '1' ? '/'
                                                : '~';
  }
  return out;
}

}  // namespace

std::size_t offset_of(std::string_view text, std::string_view pointer, std::string_view member) {
  Walk walk(text);
  walk.blank();
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    const auto step = unescaped(pointer.substr(1, end - 1));
    const bool number = !step.empty() && step.size() < 16 && step.find_first_not_of("0123456789") == step.npos;
    if (!(walk.here() == '[' ? number && walk.item(std::stoull(step)) : walk.member(step, false))) return walk.at();
    pointer.remove_prefix(end);
  }
  if (!member.empty()) walk.member(member, true);
  return walk.at();
}

Position position_of(std::string_view text, std::size_t offset, Position from) {
  for (const unsigned char c : text.substr(0, offset))
    if (c == '\n') ++from.line, from.column = 1;
    else if ((c & 0xC0) != 0x80) ++from.column;  // not the rest of a character of UTF-8
  return from;
}

}  // namespace chittyschema

#include "config/text/json_text.hpp"

#include <chitty/finite.hpp>
#include "base/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>

namespace chitty::host {

Position position_of(std::string_view text, std::size_t offset) {
  Position at;
  for (const unsigned char c : text.substr(0, offset)) {
    if (c == '\n') ++at.line, at.column = 1;
    else if ((c & 0xC0) != 0x80) ++at.column;  // bytes inside a character do not count
  }
  return at;
}

namespace {

// What is wrong at this place, in a person's words; Boost's own where there is nothing better.
std::string fault_at(std::string_view text, std::size_t offset, const boost::system::error_code& ec) {
  if (offset >= text.size() || ec == json::error::incomplete) return "the file ends in the middle of a value";
  const std::string_view before = trim(text.substr(0, offset));
  const char here = text[offset];
  if ((here == '}' || here == ']') && before.ends_with(',')) return here == '}' ? "trailing comma before '}'" : "trailing comma before ']'";
  if (here == '/' || here == '#') return "JSON has no comments";
  if (here == '\'') return "JSON strings need double quotes";
  if (here == '"' && !before.empty() && before.back() != ',' && before.back() != '{' && before.back() != '[') return "missing comma before this";
  std::string words = ec.message();
  if (here >= ' ' && here < 0x7F) words.append(" at '").append(1, here).append("'");
  return words;
}

}  // namespace

Result<json::value> parse_json_text(std::string_view text, std::string_view name) {
  if (trim(text).empty()) return json::value(json::object());
  json::stream_parser parser;
  boost::system::error_code ec;
  const std::size_t used = parser.write_some(text.data(), text.size(), ec);
  std::size_t offset = used;
  if (!ec) {
    while (offset < text.size() && std::string_view(" \t\r\n").find(text[offset]) != std::string_view::npos) ++offset;
    if (offset < text.size()) ec = json::error::extra_data;
    else parser.finish(ec), offset = text.size();
  }
  if (!ec) {
    json::value value = parser.release();
    if (has_nonfinite(value)) return make_error(Code::configuration, std::string(name) + ": a number is too large");
    return value;
  }
  while (offset < text.size() && std::string_view(" \t\r\n").find(text[offset]) != std::string_view::npos) ++offset;
  const auto at = position_of(text, offset);
  return make_error(Code::configuration, std::string(name) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                                             ": invalid JSON: " + fault_at(text, offset, ec) + ".");
}

namespace {

// Walks over a text that is known to be JSON, so that every step may trust the one before.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::vector<SourceSpan> all() {
    blanks();
    value(at_);
    return std::move(spans_);
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (here() == ' ' || here() == '\t' || here() == '\r' || here() == '\n') ++at_;
  }
  std::string_view string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void value(std::size_t key, bool again = false) {
    const std::size_t mine = spans_.size();
    spans_.push_back({steps_, key, at_, at_, again});
    if (here() == '{') object();
    else if (here() == '[') array();
    else if (here() == '"') string();
    else
      while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    spans_[mine].end = at_;
  }

  void object() {
    std::vector<std::string> seen;
    for (++at_, blanks(); here() == '"'; blanks()) {
      const std::size_t key = at_;
      const auto name = json::parse(string());
      steps_.emplace_back(name.get_string());
      const bool again = std::find(seen.begin(), seen.end(), steps_.back()) != seen.end();
      seen.push_back(steps_.back());
      blanks(), ++at_, blanks();  // the colon
      value(key, again);
      steps_.pop_back();
      blanks();
      if (here() != ',') break;
      ++at_;
    }
    ++at_;
  }

  void array() {
    ++at_;
    blanks();
    for (std::size_t index = 0; at_ < text_.size() && here() != ']'; ++index, blanks()) {
      steps_.push_back(std::to_string(index));
      value(at_);
      steps_.pop_back();
      blanks();
      if (here() == ',') ++at_;
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Steps steps_;
  std::vector<SourceSpan> spans_;
};

}  // namespace

std::vector<SourceSpan> spans_of(std::string_view text) { return Walk(text).all(); }

}  // namespace chitty::host

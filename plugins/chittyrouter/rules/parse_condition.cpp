#include <algorithm>
#include <array>

#include "../mail/text.hpp"
#include "condition.hpp"
#include "wrong_place.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::size_t deepest = 32, longest = 2000;

constexpr std::array<std::pair<std::string_view, Condition::Field>, 8> fields{{{"from", Condition::Field::from}, {"to", Condition::Field::to}, {"cc", Condition::Field::cc}, {"subject", Condition::Field::subject}, {"body", Condition::Field::body}, {"list", Condition::Field::list}, {"has", Condition::Field::has}, {"header", Condition::Field::header}}};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Error wrong_place(std::string_view what, std::string_view text, std::size_t at, const std::string& why) {
  const auto before = text.substr(0, at);
  const auto column = 1 + std::count_if(before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  auto error = usage_error("The " + std::string(what) + " is wrong at column " + std::to_string(column) + ": " + why + (why.ends_with("?") ? "" : "."));
  error.details = {{"column", column}};
  return error;
}

class ConditionParser {
 public:
  explicit ConditionParser(std::string_view text) : text_(text) {}

  Result<Condition> whole() {
    if (text_.size() > longest) return wrong(longest, "it is longer than 2000 bytes");
    CHITTY_TRY(made_.root_, either(0));
    if (at_ < text_.size()) return wrong(at_, "unexpected '" + std::string(1, text_[at_]) + "'");
    return std::move(made_);
  }

 private:
  Error wrong(std::size_t at, const std::string& why) const { return wrong_place("condition", text_, at, why); }

  void skip() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool at_word(std::string_view word) {
    skip();
    const auto rest = text_.substr(at_);
    return rest.starts_with(word) && (rest.size() == word.size() || is_space(rest[word.size()]) || rest[word.size()] == '(' || rest[word.size()] == ')');
  }
  bool take_word(std::string_view word) {
    if (!at_word(word)) return false;
    at_ += word.size();
    return skip(), true;
  }

  std::size_t add(Condition::Node node) {
    made_.nodes_.push_back(std::move(node));
    return made_.nodes_.size() - 1;
  }

  Result<std::size_t> either(std::size_t depth) {
    Condition::Node node{.kind = Condition::Kind::either};
    do {
      CHITTY_TRY(const auto part, both(depth));
      node.parts.push_back(part);
    } while (take_word("OR"));
    return node.parts.size() == 1 ? node.parts[0] : add(std::move(node));
  }

  Result<std::size_t> both(std::size_t depth) {
    Condition::Node node{.kind = Condition::Kind::both};
    do {
      CHITTY_TRY(const auto part, single(depth));
      node.parts.push_back(part);
      if (take_word("AND")) continue;
      skip();
      if (at_ == text_.size() || text_[at_] == ')' || at_word("OR")) break;
    } while (true);
    return node.parts.size() == 1 ? node.parts[0] : add(std::move(node));
  }

  Result<std::size_t> single(std::size_t depth) {
    skip();
    if (depth >= deepest) return wrong(at_, "brackets and NOTs within each other, more than 32 deep");
    if (take_word("NOT")) {
      CHITTY_TRY(const auto part, single(depth + 1));
      return add({.kind = Condition::Kind::negation, .parts = {part}});
    }
    if (at_ == text_.size() || text_[at_] != '(') return term();
    const auto open = at_++;
    CHITTY_TRY(const auto inside, either(depth + 1));
    skip();
    if (at_ == text_.size()) return wrong(open, "this bracket is never closed");
    if (text_[at_] != ')') return wrong(at_, "unexpected '" + std::string(1, text_[at_]) + "'");
    ++at_;
    return skip(), inside;
  }

  Result<std::size_t> term() {
    const auto begin = at_;
    if (at_ == text_.size()) return wrong(at_, "expected FIELD:VALUE, found the end");
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ':' && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != '"') ++at_;
    const auto word = text_.substr(begin, at_ - begin);
    if (at_ == text_.size() || text_[at_] != ':') {
      const auto upper = [&] {
        for (const auto* each : {"AND", "OR", "NOT"})
          if (lower(each) == lower(word)) return std::string(each);
        return std::string();
      }();
      if (!upper.empty() && upper != word) return wrong(begin, "expected FIELD:VALUE, found '" + std::string(word) + "'. Did you mean '" + upper + "'?");
      return wrong(begin, "expected FIELD:VALUE, found '" + std::string(word.empty() ? text_.substr(at_, 1) : word) + "'");
    }
    const auto name = lower(word);
    const auto* field = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.first == name; });
    if (field == fields.end()) return wrong(begin, "unknown field '" + std::string(word) + "': there are from, to, cc, subject, body, list, has and header");
    ++at_;
    Condition::Node node{.field = field->second};
    if (field->second == Condition::Field::header) CHITTY_DO(header_name(node));
    const bool needs_value = field->second != Condition::Field::header || (at_ > 0 && text_[at_ - 1] == ':');
    const auto value_at = at_;
    if (needs_value) {
      CHITTY_TRY(node.value, value());
    }
    CHITTY_DO(check(node, value_at));
    node.text = std::string(text_.substr(begin, at_ - begin));
    skip();
    return add(std::move(node));
  }

  // Leaves the place behind the colon where a value follows.
  Result<void> header_name(Condition::Node& node) {
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] > ' ' && text_[at_] < 0x7f && std::string_view(":()\"").find(text_[at_]) == std::string_view::npos) ++at_;
    node.name = lower(text_.substr(begin, at_ - begin));
    if (node.name.empty()) return wrong(begin, "expected the name of a header");
    if (at_ < text_.size() && text_[at_] == ':') ++at_;
    return {};
  }

  Result<std::string> value() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    const auto begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != '"') ++at_;
    if (at_ == begin) return wrong(begin, "expected a value behind the colon");
    return std::string(text_.substr(begin, at_ - begin));
  }

  Result<std::string> quoted() {
    const auto open = at_++;
    std::string out;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    if (at_ == text_.size()) return wrong(open, "this quotation mark is never closed");
    ++at_;
    if (out.empty()) return wrong(open, "an empty value");
    return out;
  }

  Result<void> check(Condition::Node& node, std::size_t at) const {
    if (node.field == Condition::Field::has && lower(node.value) != "attachment") return wrong(at, "has: knows 'attachment' alone");
    if (node.field == Condition::Field::from || node.field == Condition::Field::to || node.field == Condition::Field::cc) {
      node.value = lower(node.value);
      if (node.value.find_first_of(" \t\"<>,;") != node.value.npos) return wrong(at, "expected a group, a domain or an address");
    }
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Condition made_;
};

Result<Condition> Condition::parse(std::string_view text) { return ConditionParser(text).whole(); }

}  // namespace chittyrouter

#include "net/envelope.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>

#include "base/text.hpp"

namespace chitty::host {
namespace {

namespace json = boost::json;

constexpr std::size_t longest = 600;

// One line that is safe on a terminal: blanks folded, control characters dropped, cut at a character's end.
std::string one_line(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
    if (!blank && c >= 0x20 && c != 0x7F) out += static_cast<char>(c);
    if (out.size() >= longest && (c & 0xC0) != 0xC0) break;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return is_utf8(out) ? out : std::string();
}

// "NOT_FOUND", "invalid_token", "rate-limit": a word for programs.
bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-' || c == '.' || c == ':';
  });
}

std::string text_at(const json::object& object, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    const auto* value = object.if_contains(name);
    if (!value) continue;
    if (value->is_string()) return std::string(value->as_string());
    if (value->is_int64()) return std::to_string(value->as_int64());
    if (!value->is_array()) continue;
    std::vector<std::string> words;
    for (const auto& item : value->as_array())
      if (item.is_string()) words.emplace_back(item.as_string());
    if (!words.empty()) return join(words, ", ");
  }
  return {};
}

void append(std::string& words, std::string_view more, std::string_view joint) {
  if (more.empty() || words.find(more) != std::string::npos) return;
  words += words.empty() ? std::string(more) : std::string(joint) + std::string(more);
}

// A list of what is wrong: strings, or objects with the field and a message.
void read_list(const json::array& list, Envelope& out) {
  int told = 0;
  for (const auto& item : list) {
    if (told++ == 3) return append(out.words, "…", "; ");
    if (item.is_string()) append(out.words, item.as_string(), "; ");
    if (!item.is_object()) continue;
    const auto& object = item.as_object();
    const auto field = text_at(object, {"field", "path", "param", "instancePath"});
    const auto message = text_at(object, {"message", "msg", "error", "detail", "reason"});
    append(out.words, field.empty() || message.empty() ? field + message : field + ": " + message, "; ");
  }
}

void read_object(const json::object& object, Envelope& out) {
  if (const auto* error = object.if_contains("error"); error && error->is_object())
    read_object(error->as_object(), out);
  const auto error = text_at(object, {"error"});
  const auto message = text_at(object, {"message", "human_readable", "error_description", "detail", "reason", "msg"});
  if (out.code.empty()) out.code = text_at(object, {"code", "error_code"});
  if (out.code.empty() && is_code(error)) out.code = error;
  // An `error` that is only a code is for programs, when there is a message beside it.
  if (!is_code(error) || message.empty()) append(out.words, error, ": ");
  append(out.words, message, ": ");
  if (out.words.empty()) append(out.words, text_at(object, {"title", "status_text", "statusText"}), ": ");
  if (out.scope.empty())
    out.scope = text_at(object, {"required_scope", "requiredScope", "missing_scope", "missingScope", "required_scopes",
                                 "requiredScopes", "missing_scopes", "missingScopes", "scope"});
  if (out.hint.empty()) append(out.hint, text_at(object, {"hint"}), "");
  if (out.request_id.empty()) out.request_id = text_at(object, {"request_id", "requestId", "trace_id", "traceId"});
  for (const auto name : {"details", "errors", "_meta", "metadata"}) {
    const auto* more = object.if_contains(name);
    if (!more) continue;
    if (more->is_array()) read_list(more->as_array(), out);
    if (more->is_string()) append(out.words, more->as_string(), ": ");
    if (more->is_object()) read_object(more->as_object(), out);
  }
}

std::string unescaped(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> entities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", " "}, {"&amp;", "&"}};
  for (const auto& [entity, meaning] : entities)
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; at += meaning.size())
      text.replace(at, entity.size(), meaning);
  return text;
}

// The text of the page's <title>, else of its first heading.
std::string title_of(std::string_view page) {
  std::string lower(page.substr(0, 16384));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const std::string tag : {"title", "h1", "h2"}) {
    const auto open = lower.find("<" + tag);
    const auto start = open == std::string::npos ? open : lower.find('>', open);
    const auto end = start == std::string::npos ? start : lower.find("</" + tag, start);
    if (end == std::string::npos) continue;
    auto text = one_line(unescaped(std::string(page.substr(start + 1, end - start - 1))));
    if (!text.empty()) return text;
  }
  return {};
}

}  // namespace

Envelope read_envelope(std::string_view content_type, std::string_view body) {
  Envelope out;
  const auto text = trim(body);
  if (text.empty()) return out;
  boost::system::error_code wrong;
  if (const auto value = json::parse(text, wrong); !wrong) {
    if (value.is_object()) read_object(value.as_object(), out);
    if (value.is_array()) read_list(value.as_array(), out);
    if (value.is_string()) out.words = std::string(value.as_string());
  } else if (text.front() == '<' || content_type.find("html") != std::string_view::npos) {
    out.words = title_of(text);
  } else if (text.front() != '{' && is_utf8(text)) {
    out.words = std::string(text.substr(0, text.find('\n')));
  }
  out.words = one_line(out.words);
  for (auto* word : {&out.code, &out.scope, &out.hint, &out.request_id}) *word = one_line(*word);
  return out;
}

}  // namespace chitty::host

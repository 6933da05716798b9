#include "answer.hpp"

#include <boost/json/parse.hpp>
#include <chitty/members.hpp>

#include <algorithm>
#include <cctype>

namespace os {

namespace {

namespace json = boost::json;
using chitty::text_in;

std::string lower(std::string_view word) {
  std::string text(word);
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// What a stranger says of itself, short enough for a line.
std::string shortened(std::string text) {
  constexpr std::size_t most = 60;
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
  if (text.size() > most) text = text.substr(0, most) + "...";
  return text;
}

Verdict not_reached(const json::object& answered, std::int64_t wait_ms) {
  const auto reason = text_in(answered, "reason");
  auto message = text_in(answered, "message");
  while (message.ends_with('.')) message.pop_back();
  if (reason == "timeout") {
    const bool whole = wait_ms % 1000 == 0;
    return {"hanging", "no answer within " + std::to_string(whole ? wait_ms / 1000 : wait_ms) + (whole ? " s" : " ms"), {}};
  }
  return {"unreachable", message.empty() ? "not reachable" : message, {}};
}

Verdict by_its_word(const json::object& said) {
  const auto word = text_in(said, "status");
  Verdict verdict{"ok", {}, shortened(text_in(said, "version"))};
  if (word.empty() || means_well(word)) return verdict;
  verdict.status = lower(word) == "degraded" ? "degraded" : "unhealthy";
  verdict.problem = "says that it is " + shortened(word);
  return verdict;
}

}  // namespace

bool means_well(std::string_view word) {
  constexpr std::string_view words[] = {"ok", "healthy", "up", "pass", "operational", "live", "ready", "running"};
  const auto plain = lower(word);
  return std::find(std::begin(words), std::end(words), plain) != std::end(words) || plain.ends_with(" operational");
}

Verdict verdict_on(const json::object& answered, std::int64_t wait_ms) {
  const auto* status = answered.if_contains("status");
  if (!status || !status->is_number()) return not_reached(answered, wait_ms);
  const auto code = status->to_number<int>();
  const auto said = "answered " + std::to_string(code);
  if (code >= 300 && code < 400) return {"unhealthy", said + ", a redirect, which is not followed", {}};
  if (code == 401 || code == 403) return {"unknown", said + ": its health page asks for a credential", {}};
  if (code == 404 || code == 405) return {"unknown", said + ": it has no health page there", {}};
  boost::system::error_code ec;
  const auto body = json::parse(text_in(answered, "body"), ec);
  const bool is_page = !ec && (body.is_object() || body.is_array());
  if (code < 200 || code >= 300) {
    const auto word = is_page ? shortened(text_in(body, "status")) : std::string();
    return {"unhealthy", said + (word.empty() || means_well(word) ? "" : ", says that it is " + word), {}};
  }
  if (!is_page) {
    const auto type = text_in(answered, "contentType");
    return {"invalid", said + " with " + (type.empty() ? "something" : shortened(type.substr(0, type.find(';')))) + ", which is not a health page", {}};
  }
  return body.is_object() ? by_its_word(body.get_object()) : Verdict{"ok", {}, {}};
}

}  // namespace os

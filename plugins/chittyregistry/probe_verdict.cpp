#include "probe_verdict.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <chitty/members.hpp>

#include "health_rule.hpp"

namespace chittyregistry {

namespace {

using chitty::text_in;

// "ChittyID" and "chitty-id" are one name.
std::string plain(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') text += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) text += c;
  }
  return text;
}

bool says_well(const std::string& word) {
  constexpr std::string_view words[] = {"ok", "healthy", "up", "pass", "operational", "live", "ready"};
  return std::find(std::begin(words), std::end(words), plain(word)) != std::end(words);
}

std::string short_text(std::string text) {
  if (text.size() > 60) text = text.substr(0, 60) + "...";
  return text;
}

Verdict sick(std::string reason) { return {std::string(unhealthy), std::move(reason)}; }

Verdict lost(const boost::json::object& answered) {
  const auto reason = text_in(answered, "reason"), message = text_in(answered, "message");
  return {std::string(unreachable), reason == "timeout" ? "no answer in time" : message.empty() ? "not reachable"
                                                                                                : message};
}

}  // namespace

Verdict verdict_of_daemon(std::string_view service, const boost::json::object& answered) {
  if (!answered.contains("status")) return lost(answered);
  boost::system::error_code ec;
  const auto body = boost::json::parse(text_in(answered, "body"), ec);
  const auto* services = ec || !body.is_object() ? nullptr : body.get_object().if_contains("services");
  const auto* said = services && services->is_object() ? services->get_object().if_contains(service) : nullptr;
  if (!said) return sick("its daemon does not know it");
  const auto word = text_in(*said, "status");
  if (!says_well(word)) return sick("its daemon says that it is " + short_text(word));
  return {std::string(healthy), {}, short_text(text_in(*said, "version"))};
}

Verdict verdict_on(std::string_view service, const boost::json::object& answered) {
  const auto* status = answered.if_contains("status");
  if (!status) return lost(answered);
  const auto code = status->to_number<int>();
  if (code >= 300 && code < 400) return sick("redirects (" + std::to_string(code) + "), which is not followed");
  if (code < 200 || code >= 300) return sick("answered " + std::to_string(code));
  boost::system::error_code ec;
  const auto body = boost::json::parse(text_in(answered, "body"), ec);
  if (ec || !body.is_object()) {
    const auto type = text_in(answered, "contentType");
    return sick("answered " + std::to_string(code) + " with " + (type.empty() ? "something" : short_text(type.substr(0, type.find(';')))) + " that is no JSON object");
  }
  const auto& said = body.get_object();
  Verdict verdict{std::string(healthy), {}, short_text(text_in(said, "version"))};
  const auto who = text_in(said, "service");
  if (!who.empty() && plain(who) != plain(service)) return sick("another service answers there: " + short_text(who));
  const auto word = text_in(said, "status");
  if (!word.empty() && !says_well(word)) verdict.outcome = unhealthy, verdict.reason = "says that it is " + short_text(word);
  return verdict;
}

}  // namespace chittyregistry

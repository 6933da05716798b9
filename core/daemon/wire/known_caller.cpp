#include "daemon/wire/known_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

std::string as_json(const KnownCaller::Facts& facts) {
  json::array scopes;
  for (const auto& scope : facts.scopes) scopes.emplace_back(scope);
  json::object object{
      {"subject", facts.subject}, {"scopes", scopes}, {"token_id", facts.token_id}, {"owner", facts.owner}};
  if (facts.expires_at != 0) object["expires_at"] = facts.expires_at;
  return json::serialize(object);
}

Error wrong_answer(const std::string& what) {
  return make_error(Code::plugin_fault, "The answer of the role identity " + what + ".",
                    "Report it to the plugin's publisher.");
}

// True when the member is there and a number; false when it is not there; else nothing.
std::optional<bool> read_number(const json::object& from, std::string_view name, std::int64_t& out) {
  const auto* value = from.if_contains(name);
  if (!value || value->is_null()) return false;
  if (!value->is_int64()) return std::nullopt;
  out = value->get_int64();
  return true;
}

Result<void> read_limit(const json::object& from, std::string_view name, std::optional<RateLimit>& out) {
  const auto* value = from.if_contains(name);
  if (!value || value->is_null()) return {};
  std::int64_t requests = 0, window = 0;
  const bool there = value->is_object() && read_number(value->get_object(), "requests", requests).value_or(false) &&
                     read_number(value->get_object(), "window_ms", window).value_or(false);
  if (!there || requests < 1 || window < 1) return wrong_answer("has a " + std::string(name) + " without requests and window_ms");
  out = RateLimit{static_cast<std::uint64_t>(requests), window};
  return {};
}

}  // namespace

KnownCaller::KnownCaller(Facts known) : facts(std::move(known)), json(as_json(facts)) {}

bool KnownCaller::may(std::string_view scope) const {
  if (facts.owner) return true;
  const std::string_view area = scope.substr(0, scope.find(':') + 1);
  for (const std::string_view own : facts.scopes) {
    if (own == scope || own == "admin:*") return true;
    if (own.size() == area.size() + 1 && own.back() == '*' && own.substr(0, area.size()) == area) return true;
  }
  return false;
}

bool KnownCaller::is_unbounded() const { return facts.subject.starts_with("service:") || may("admin:*"); }

Result<KnownCaller::Facts> caller_facts(std::string_view answer, std::int64_t now_ms) {
  boost::system::error_code ec;
  const json::value read = json::parse({answer.data(), answer.size()}, ec);
  if (ec || !read.is_object()) return wrong_answer("is not a JSON object");
  const auto& object = read.get_object();
  KnownCaller::Facts facts;
  const auto* subject = object.if_contains("subject");
  if (!subject || !subject->is_string() || subject->get_string().empty()) return wrong_answer("has no subject");
  facts.subject = subject->get_string();
  const auto* scopes = object.if_contains("scopes");
  if (!scopes || !scopes->is_array()) return wrong_answer("has no scopes");
  for (const auto& scope : scopes->get_array()) {
    if (!scope.is_string()) return wrong_answer("has a scope that is not a string");
    facts.scopes.emplace_back(scope.get_string());
  }
  if (const auto* id = object.if_contains("token_id"); id && id->is_string()) facts.token_id = id->get_string();
  if (!read_number(object, "expires_at", facts.expires_at)) return wrong_answer("has an expires_at that is not a number");
  if (facts.expires_at != 0 && facts.expires_at <= now_ms)
    return make_error(Code::unauthenticated, "The token has expired.");
  for (const auto& [name, limit] : {std::pair{"limit", &facts.limit}, std::pair{"subject_limit", &facts.subject_limit}})
    if (auto fits = read_limit(object, name, *limit); !fits) return fits.error();
  return facts;
}

}  // namespace chitty::host::daemon

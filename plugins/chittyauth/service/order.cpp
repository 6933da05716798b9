#include "order.hpp"

#include "../scope.hpp"

namespace chitty::auth {

namespace {

// "1h" as the wire writes a window.
std::string window_text(std::int64_t ms) {
  if (ms % a_day == 0) return std::to_string(ms / a_day) + "d";
  if (ms % 3'600'000 == 0) return std::to_string(ms / 3'600'000) + "h";
  return std::to_string(ms / 60'000) + "m";
}

Result<void> take_rate(Service& service, const json::object& body, Grant& grant) {
  const auto* wanted = body.if_contains("rateLimit");
  if (!wanted || wanted->is_null()) return {};
  if (!is_admin(service.caller()))
    return make_error(Code::permission_denied, "Only an administrator sets the rate limit of a token.",
                      "Leave rateLimit out.");
  const auto* requests = wanted->is_object() ? wanted->get_object().if_contains("requests") : nullptr;
  if (!requests || !requests->is_int64() || requests->get_int64() < 0)
    return usage_error("The body's rateLimit must be {\"requests\": N}, an hour's; 0 means any number.");
  grant.requests = requests->get_int64();
  return {};
}

}  // namespace

bool is_admin(const Caller& caller) { return caller.owner || covers(caller.scopes, "admin:*"); }

Result<std::string> reason_in(const json::object& body, std::string_view fallback) {
  auto reason = text_in(body, "reason");
  if (reason.size() > 500) return usage_error("The reason is longer than 500 bytes.");
  return reason.empty() ? std::string(fallback) : reason;
}

std::vector<std::string> scopes_of_caller(const Service& service) {
  auto caller = service.caller();
  return caller.owner ? std::vector<std::string>{"admin:*"} : std::move(caller.scopes);
}

Result<std::int64_t> lifetime_of(const json::object& body, std::int64_t fallback) {
  const auto* seconds = body.if_contains("expiresIn");
  if (!seconds || seconds->is_null()) return fallback;
  if (!seconds->is_int64() || seconds->get_int64() < 60 || seconds->get_int64() > longest / 1000)
    return usage_error("The body's expiresIn must be a number of seconds from 60 to " + std::to_string(longest / 1000) +
                       ".");
  return seconds->get_int64() * 1000;
}

Result<Grant> grant_of(Service& service, const json::object& body) {
  const auto* named = body.if_contains("scope");
  if (!named) named = body.if_contains("scopes");
  auto scopes = scopes_of(named ? *named : json::value());
  if (!scopes) return scopes.error();
  if (auto covered = covers_all(scopes_of_caller(service), *scopes); !covered) return covered.error();
  auto lives = lifetime_of(body, 30 * a_day);
  if (!lives) return lives.error();
  Grant grant{service.caller().subject, std::move(*scopes)};
  grant.lives_ms = *lives;
  if (auto taken = take_rate(service, body, grant); !taken) return taken.error();
  return grant;
}

json::object token_answer(const IssuedToken& token) {
  json::object answer{{"token", token.text},
                      {"tokenId", token.id},
                      {"scope", json::array(token.scopes.begin(), token.scopes.end())},
                      {"expiresAt", rfc3339(token.expires_at)},
                      {"rateLimit", nullptr}};
  if (token.requests > 0)
    answer["rateLimit"] = {{"requests", token.requests}, {"window", window_text(token.window_ms)}};
  return answer;
}

}  // namespace chitty::auth

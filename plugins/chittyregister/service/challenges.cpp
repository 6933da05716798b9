// Proof of control: a text that only whoever runs a service can put at its address, as ACME's http-01 has it.
#include "challenges.hpp"

#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <chittyregister_names.hpp>

#include "compliance.hpp"
#include "control.hpp"
#include "trail.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr std::int64_t lasting = 15 * 60'000;  // milliseconds
constexpr const char* well_known = "/.well-known/chitty-register-challenge/";

// "https://api.example.com", from whatever of it was given.
Result<std::string> endpoint_in(const std::string& endpoint, const std::string& domain) {
  if (endpoint.empty() && domain.empty())
    return usage_error("the address of the service is missing", "Say where it is: chitty register challenge NAME --endpoint URL");
  const auto url = endpoint.empty() ? "https://" + domain : endpoint;
  CHITTY_DO(parse_address(url));
  return url.substr(0, url.find_last_not_of('/') + 1);
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == text.npos ? std::string() : std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

Result<std::optional<Challenge>> open_challenge(Service& service, const std::string& name) {
  CHITTY_TRY(const auto row,
             service.store().find(
                 "SELECT token, endpoint, key_authorization FROM register_challenges WHERE holder = :holder AND name = :name"
                 " AND expires_at > :now ORDER BY expires_at DESC LIMIT 1",
                 {{"holder", service.caller().subject}, {"name", name}, {"now", rfc3339(service.now())}}));
  if (!row) return std::optional<Challenge>();
  return std::optional(Challenge{text_in(*row, "token"), text_in(*row, "endpoint"), text_in(*row, "key_authorization")});
}

Result<std::string> why_not_proven(Service& service, const Challenge& challenge) {
  CHITTY_TRY(auto at, parse_address(challenge.endpoint));
  CHITTY_TRY(const auto rules, rules_for(service));
  const auto path = well_known + challenge.token;
  at.path += path;
  const auto seen = look(at, rules);
  if (seen.status == 0) return "there is no answer from " + challenge.endpoint + ": " + seen.problem;
  if (!seen.problem.empty()) return challenge.endpoint + ": " + seen.problem;
  if (seen.status != 200) return challenge.endpoint + path + " answers " + std::to_string(seen.status) + ", and not 200";
  if (seen.body.size() > 512 || trimmed(seen.body) != challenge.key_authorization)
    return challenge.endpoint + path + " does not have the text of the challenge";
  return std::string();
}

namespace routes {

Result<Response> begin_challenge(Service& service, const BeginChallenge& given) {
  CHITTY_DO(may_have_name(service, given.body.name));
  CHITTY_TRY(const auto endpoint, endpoint_in(given.body.endpoint, given.body.domain));
  CHITTY_TRY(const auto token, new_secret(service.crypto(), 24));
  const auto holder = service.caller().subject, expires = rfc3339(service.now() + lasting);
  const auto authorization =
      token + "." + base64url(service.crypto().sha256(token + "|" + given.body.name + "|" + endpoint + "|" + holder));
  auto kept = service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(
        service.store().execute("DELETE FROM register_challenges WHERE expires_at < :now", {{"now", rfc3339(service.now())}}));
    CHITTY_DO(service.quota("challenges"));
    CHITTY_DO(service.store().insert("register_challenges", {{"token", token},
                                                             {"holder", holder},
                                                             {"name", given.body.name},
                                                             {"endpoint", endpoint},
                                                             {"key_authorization", authorization},
                                                             {"expires_at", expires}}));
    return remember(service, given.body.name, holder, "challenge.begun", {{"endpoint", endpoint}});
  });
  if (!kept) return kept.error();
  return answer(service, {{"name", given.body.name},
                          {"endpoint", endpoint},
                          {"token", token},
                          {"key_authorization", authorization},
                          {"well_known_path", well_known + token},
                          {"expiresAt", expires}});
}

}  // namespace routes
}  // namespace chittyregister

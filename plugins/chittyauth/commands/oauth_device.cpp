#include "oauth_device.hpp"

#include <algorithm>

#include "../members.hpp"

namespace chittyauth::commands {

namespace {

std::int64_t seconds_in(const json::object& body, std::string_view name, std::int64_t fallback) {
  return body.contains(name) ? std::clamp<std::int64_t>(integer_in(body, name), 1, 86'400) : fallback;
}

// The token endpoint's answer once the person has given theirs.
Result<json::object> poll(Host& host, const Issuer& issuer, const std::string& client, const json::object& begun) {
  const auto until = host.now() + seconds_in(begun, "expires_in", 600) * 1000;
  auto interval = seconds_in(begun, "interval", 5);
  while (host.now() < until) {
    CHITTY_DO(host.wait(std::chrono::seconds(interval)));
    const auto reply = ask_issuer(host, issuer, issuer.token,
                                  {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                                   {"device_code", text_in(begun, "device_code")},
                                   {"client_id", client}});
    if (!reply && reply.error().kind() == Kind::unreachable) {  // a gap in the network (section 3.5): less often, and on
      interval = std::min<std::int64_t>(interval * 2, 60);
      continue;
    }
    if (!reply) return reply.error();
    if (reply->status == 200) return reply->body;
    const auto word = text_in(reply->body, "error");
    if (word == "slow_down")
      interval += 5;
    else if (word != "authorization_pending")
      return refusal_of(reply->body);
  }
  return make_error(Code::timeout, "the code expired before anyone entered it",
                    "Start again, and open the address right away.");
}

}  // namespace

Result<Reply> authorize_device(Host& host, const Issuer& issuer, const std::string& client, const std::string& scope) {
  if (issuer.device.empty())
    return make_error(Code::not_supported, "the issuer does not support device codes", "Leave out --device.");
  CHITTY_TRY(const auto begun, ask_issuer(host, issuer, issuer.device, {{"client_id", client}, {"scope", scope}}));
  if (begun.status != 200) return refusal_of(begun.body);
  const auto user_code = text_in(begun.body, "user_code"), uri = text_in(begun.body, "verification_uri");
  if (user_code.empty() || uri.empty() || text_in(begun.body, "device_code").empty())
    return make_error(Code::malformed, "The issuer's answer has no code for a device in it.");
  host.note("Open " + uri + " in any browser and type the code " + user_code);
  if (const auto whole = text_in(begun.body, "verification_uri_complete"); !whole.empty())
    host.note("Or follow " + whole);

  CHITTY_TRY(const auto tokens, poll(host, issuer, client, begun.body));
  return keep_tokens(host, issuer, tokens, {client, "", scope});
}

}  // namespace chittyauth::commands

#include "app/sending/signing.hpp"

#include "app/sending/client_credentials.hpp"
#include "app/sending/exchange.hpp"
#include "base/base64.hpp"
#include "config/secret/secrets.hpp"
#include "request/draft.hpp"

namespace chitty::host {

namespace {

Error no_credential(const chitty_call& call, const Destination& to) {
  return make_error(Code::unauthenticated, "no token for '" + to.remote.name + "' in environment " + to.remote.environment + (to.remote.credential_note.empty() ? "" : ": " + to.remote.credential_note),
                    "Set one: chitty config set " + call.run.config().value()->key_of_setting(to.remote, to.type.auth_secret) + " env:NAME");
}

std::string setting_of(const Destination& to, const std::string& name) {
  const auto* value = name.empty() ? nullptr : to.remote.settings.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// "user:secret"; without a user the secret is the user, as many services have it.
std::string basic(const Destination& to, const std::string& secret) {
  const auto text = base64(to.type.auth_user.empty() ? secret + ":" : setting_of(to, to.type.auth_user) + ":" + secret);
  remember_secret(text);
  return text;
}

void add_parameter(std::string& url, const std::string& name, const std::string& value) {
  if (!url.empty()) url += (url.find('?') == url.npos ? '?' : '&') + encoded(name) + '=' + encoded(value);
}

}  // namespace

Result<void> sign(chitty_call& call, const Destination& to, bool is_public, HttpRequest& request) {
  if (to.type.auth == "none") return {};
  if (to.remote.credential.empty()) return is_public ? Result<void>() : Result<void>(no_credential(call, to));
  auto secret = resolve_secret(to.remote.credential, call.run.paths, true, &call.run.cancel);
  if (!secret) return secret.error();
  if (to.type.auth == "query") {
    add_parameter(request.url, to.type.auth_name, *secret);
    add_parameter(request.fallback_url, to.type.auth_name, *secret);
    return {};
  }
  if (to.type.auth == "header") {
    if (!to.type.auth_name.empty()) request.credential_header = to.type.auth_name;
    request.credential_prefix = to.type.auth_prefix;
  } else if (to.type.auth == "basic") {
    request.credential_prefix = "Basic ";
    secret = basic(to, *secret);
  } else if (to.type.auth == "client-credentials") {
    // Nothing is exchanged for a look.
    secret = is_held_back(call, request.method) ? Result<std::string>("shown as ***") : client_token(call, to, setting_of(to, to.type.auth_user), *secret);
    if (!secret) return secret.error();
  }
  request.credential = std::move(*secret);
  return {};
}

bool forget_kept_token(chitty_call& call, std::string_view remote) {
  const auto to = destination(call, remote);
  return to && to->type.auth == "client-credentials" && forget_client_token(call, *to);
}

}  // namespace chitty::host

#include "issuer.hpp"

#include <algorithm>
#include <chitty/members.hpp>

namespace chitty::auth {

namespace {

std::string_view without_slash(std::string_view url) {
  if (!url.empty() && url.back() == '/') url.remove_suffix(1);
  return url;
}

// The part of an endpoint's address that is below the base; NOT_SUPPORTED when it is elsewhere.
Result<std::string> below(std::string_view base, const json::object& metadata, std::string_view name) {
  const auto url = text_in(metadata, name);
  if (url.empty()) return std::string();
  if (url.size() > base.size() && url.substr(0, base.size()) == base && url[base.size()] == '/')
    return url.substr(base.size());
  return make_error(Code::not_supported, "The issuer's " + std::string(name) + " is not below its own address.",
                    "Only issuers with all endpoints below " + std::string(base) + " can be used.");
}

bool lacks(const json::object& metadata, std::string_view list, std::string_view word) {
  const auto* all = metadata.if_contains(list);
  return all && all->is_array() &&
         std::none_of(all->get_array().begin(), all->get_array().end(), [&](const json::value& one) {
           return one.is_string() && std::string_view(one.get_string()) == word;
         });
}

}  // namespace

Result<Issuer> issuer_of(const json::object& metadata, std::string_view base_url) {
  const auto base = without_slash(base_url);
  Issuer issuer{text_in(metadata, "issuer"), {}, text_in(metadata, "authorization_endpoint")};
  if (without_slash(issuer.name) != base)
    return make_error(Code::malformed, "The address " + std::string(base) + " names another issuer.",
                      "Use the issuer's address exactly as it names itself.");
  if (lacks(metadata, "code_challenge_methods_supported", "S256"))
    return make_error(Code::not_supported,
                      "The issuer does not offer PKCE with S256, without which codes can be stolen.");
  CHITTY_TRY(auto token, below(base, metadata, "token_endpoint"));
  CHITTY_TRY(auto device, below(base, metadata, "device_authorization_endpoint"));
  CHITTY_TRY(auto keys, below(base, metadata, "jwks_uri"));
  if (token.empty()) return make_error(Code::malformed, "The issuer's metadata names no token_endpoint.");
  issuer.token = std::move(token), issuer.device = std::move(device), issuer.keys = std::move(keys);
  const auto* names_itself = metadata.if_contains("authorization_response_iss_parameter_supported");
  issuer.always_names_itself = names_itself && *names_itself == json::value(true);
  return issuer;
}

}  // namespace chitty::auth

#include "signing.hpp"

#include "../token.hpp"

namespace chitty::id {

Result<std::string> sign_token(Service& service, const Authority& by, std::string_view typ, const json::object& payload) {
  const auto input = signing_input({{"alg", "EdDSA"}, {"typ", typ}, {"kid", by.kid}}, payload);
  auto signature = service.crypto().sign(by.jwk, input);
  if (!signature) return signature.error();
  return input + "." + base64url(*signature);
}

std::string status_list_url(const Service& service, std::int64_t list) {
  return std::string(service.base_url()) + "/api/v2/credentials/status/" + std::to_string(list);
}

}  // namespace chitty::id

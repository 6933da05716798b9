#include "signing.hpp"

#include <chitty/jws.hpp>

namespace chitty::id {

Result<std::string> sign_token(Service& service, const Authority& by, std::string_view typ, const json::object& payload) {
  return sign_jws(service.crypto(), by.jwk, {{"typ", typ}, {"kid", by.kid}}, payload);
}

std::string status_list_url(const Service& service, std::int64_t list) {
  return std::string(service.base_url()) + "/api/v2/credentials/status/" + std::to_string(list);
}

}  // namespace chitty::id

#include "answering.hpp"

#include <chitty/status.hpp>

namespace chittyportal {

using namespace chitty;

json::object safe_headers(std::string_view type, std::string_view policy) {
  return {{"Content-Type", type},
          {"Content-Security-Policy", policy},
          {"X-Content-Type-Options", "nosniff"},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "same-origin"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cache-Control", "no-store"}};
}

Response page_answer(const json::value& body) {
  Response response;
  response.body = json::serialize(body);
  response.headers = safe_headers("application/json");
  return response;
}

Result<Response> page_refusal(const Error& error) {
  const auto status = status_of_code(error.code);
  if (status >= 500 && error.code != Code::unreachable) return error;
  auto response = page_answer(json::object{{"success", false}, {"error", facts_of(error.code).service_word.empty() ? facts_of(error.code).word : facts_of(error.code).service_word}, {"message", error.message}, {"hint", error.hint}});
  response.status = status;
  if (status == 503) response.headers["Retry-After"] = "10";
  return response;
}

}  // namespace chittyportal

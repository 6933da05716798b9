#include "base/text.hpp"
#include "net/headers.hpp"

namespace chitty::host {

std::string render_request(const HttpRequest& request) {
  std::string text = request.method + " " + request.url + "\n";
  const auto url = parse_url(request.url);
  for (const auto& [name, value] : wire_headers(request, Form{request.method}, url ? *url : Url{}, {}))
    if (name != "Host") text += shown_header(name, value, request.credential.empty() ? "" : request.credential_header) + "\n";
  if (!request.fallback_url.empty()) text += "(when unreachable: " + request.fallback_url + ")\n";
  if (request.source) {
    text += "\n(the body is a stream)\n";
  } else if (!request.body.empty()) {
    const bool readable =
        is_utf8(request.body) && request.body.size() <= 65536 && request.body.find('\0') == std::string::npos;
    text += "\n" + (readable ? request.body : "(" + std::to_string(request.body.size()) + " bytes)") + "\n";
  }
  return text;
}

}  // namespace chitty::host

#include "net/headers.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace chitty::host {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
}

constexpr std::string_view not_the_callers[] = {"host", "content-length", "connection", "transfer-encoding",
                                                "authorization"};

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view find_header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return {};
}

bool is_secret_header(std::string_view name) {
  const std::string key = lower(name);
  if (key == "idempotency-key") return false;
  constexpr std::string_view words[] = {"authorization", "cookie", "token", "secret",
                                        "password", "credential", "api-key", "apikey"};
  const auto ends_in_key = key.size() > 4 && key.compare(key.size() - 4, 4, "-key") == 0;
  return ends_in_key || std::any_of(std::begin(words), std::end(words),
                                    [&](std::string_view word) { return key.find(word) != std::string::npos; });
}

bool is_repeatable(const HttpRequest& request) {
  constexpr std::string_view methods[] = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
  return request.repeatable || std::find(std::begin(methods), std::end(methods), request.method) != std::end(methods);
}

Result<void> check_headers(const HttpRequest& request) {
  if (!is_http_token(request.method)) return usage_error("'" + request.method + "' is not an HTTP method");
  for (const auto& [name, value] : request.headers) {
    if (!is_http_token(name)) return usage_error("'" + name + "' is not a header name");
    if (!is_field_value(value))
      return usage_error("The header " + name + " has a line break or control character in it.");
  }
  // The credential itself is never repeated in a sentence.
  if (!is_field_value(request.credential))
    return usage_error("The credential has a line break or control character in it.",
                       "Store it again, without the line break at its end.");
  return {};
}

Headers wire_headers(const HttpRequest& request, const Form& form, const Url& url, std::string_view user_agent) {
  Headers out{{"Host", url.host_port()}};
  const auto given = [&](std::string_view name) { return !find_header(request.headers, name).empty(); };
  if (!user_agent.empty() && !given("User-Agent")) out.emplace_back("User-Agent", user_agent);
  if (!given("Accept")) out.emplace_back("Accept", "application/json, */*;q=0.5");
  if (!given("Accept-Encoding")) out.emplace_back("Accept-Encoding", "gzip");
  if (form.secrets && !request.credential.empty())
    out.emplace_back(request.credential_header, request.credential_prefix + request.credential);
  for (const auto& [name, value] : request.headers) {
    const bool own = (!request.credential.empty() && same_name(name, request.credential_header)) || std::any_of(std::begin(not_the_callers), std::end(not_the_callers),
                                                                                                                [&, &key = name](std::string_view other) { return same_name(key, other); });
    const bool secret = is_secret_header(name) || std::any_of(request.secret_headers.begin(), request.secret_headers.end(),
                                                              [&, &key = name](const auto& other) { return same_name(key, other); });
    if (!own && (form.secrets || !secret)) out.emplace_back(name, value);
  }
  if (!form.body) return out;
  const bool wants_body = form.method == "POST" || form.method == "PUT" || form.method == "PATCH";
  if (request.source && request.source_length < 0) {
    out.emplace_back("Transfer-Encoding", "chunked");
  } else if (request.source || !request.body.empty() || wants_body) {
    const auto length = request.source ? static_cast<std::uint64_t>(request.source_length) : request.body.size();
    out.emplace_back("Content-Length", std::to_string(length));
  }
  return out;
}

std::string shown_header(std::string_view name, std::string_view value, std::string_view secret) {
  if (same_name(name, "Authorization")) {
    const auto scheme = value.substr(0, value.find(' '));
    if (scheme.size() < value.size()) return std::string(name) + ": " + std::string(scheme) + " ***";
  }
  return std::string(name) + ": " + (is_secret_header(name) || same_name(name, secret) ? "***" : std::string(value));
}

}  // namespace chitty::host

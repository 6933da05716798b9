#include "outside.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <chitty/address_policy.hpp>
#include <cstring>

#include "../x509/name.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

// For whoever may reach them anyway.
constexpr std::string_view inside_words[] = {"loopback", "private", "shared"};

sockaddr_storage socket_address(std::string_view bytes) {
  sockaddr_storage storage{};
  if (bytes.size() == 4) {
    auto& four = reinterpret_cast<sockaddr_in&>(storage);
    four.sin_family = AF_INET;
    std::memcpy(&four.sin_addr, bytes.data(), 4);
  } else if (bytes.size() == 16) {
    auto& six = reinterpret_cast<sockaddr_in6&>(storage);
    six.sin6_family = AF_INET6;
    std::memcpy(&six.sin6_addr, bytes.data(), 16);
  }
  return storage;  // of another length: of no family, which is forbidden
}

Error no_url(std::string_view url) {
  return usage_error("'" + std::string(url.substr(0, 200)) + "' is not the URL of a service",
                     "Give one such as https://api.example.com");
}

}  // namespace

Result<Address> parse_address(std::string_view url) {
  Address at;
  auto rest = url;
  for (const auto* scheme : {"https", "http"})
    if (rest.starts_with(std::string(scheme) + "://")) at.scheme = scheme;
  if (at.scheme.empty() || url.size() > 512) return no_url(url);
  if (std::any_of(url.begin(), url.end(),
                  [](char c) { return c <= ' ' || c >= 127 || c == '"' || c == '<' || c == '>' || c == '\\'; }))
    return no_url(url);
  rest.remove_prefix(at.scheme.size() + 3);
  const auto end = std::min(rest.find_first_of("/?#"), rest.size());
  auto place = rest.substr(0, end);
  at.path = rest.substr(end);
  if (at.path.find_first_of("?#") != at.path.npos || place.find('@') != place.npos) return no_url(url);
  while (at.path.ends_with('/')) at.path.pop_back();
  const auto bracket = place.starts_with('[') ? place.find(']') : 0;
  if (bracket == place.npos) return no_url(url);
  const auto colon = place.find(':', bracket);
  at.host = place.starts_with('[') ? place.substr(1, bracket - 1) : place.substr(0, colon);
  at.port = colon == place.npos ? (at.is_encrypted() ? "443" : "80") : std::string(place.substr(colon + 1));
  std::uint16_t port = 0;
  const auto read = std::from_chars(at.port.data(), at.port.data() + at.port.size(), port);
  const auto name = parse_name(at.host);
  if (!name || read.ec != std::errc() || read.ptr != at.port.data() + at.port.size() || port == 0) return no_url(url);
  at.host = name->text;
  return at;
}

std::string why_not_dialled(std::string_view address, bool inside) {
  static const std::string mapped = std::string(10, '\0') + "\xff\xff";
  if (address.size() == 16 && address.starts_with(mapped)) return why_not_dialled(address.substr(12), inside);
  const auto word = why_forbidden(socket_address(address), false);
  const bool may_be_inside = std::find(std::begin(inside_words), std::end(inside_words), word) != std::end(inside_words);
  if (word.empty() || (inside && may_be_inside)) return {};
  return "refused to look at " + text_of_address(address) + " (" + std::string(word) + ")";
}

}  // namespace chittyregister

#include "outside.hpp"

#include <algorithm>
#include <charconv>

#include "../x509/name.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

struct Range {
  const char* network;
  const char* what;
  bool inside;  // may be dialled for whoever may reach it anyway
};

constexpr Range ranges[] = {{"0.0.0.0/8", "an address of no machine", false},
                            {"127.0.0.0/8", "this machine", true},
                            {"10.0.0.0/8", "a private network", true},
                            {"172.16.0.0/12", "a private network", true},
                            {"192.168.0.0/16", "a private network", true},
                            {"100.64.0.0/10", "a private network", true},
                            {"169.254.0.0/16", "a link-local address", false},
                            {"192.0.0.0/24", "an address of no machine", false},
                            {"198.18.0.0/15", "a network for measurements", false},
                            {"224.0.0.0/4", "an address of several machines", false},
                            {"240.0.0.0/4", "an address of no machine", false},
                            {"::/128", "an address of no machine", false},
                            {"::1/128", "this machine", true},
                            {"fc00::/7", "a private network", true},
                            {"fe80::/10", "a link-local address", false},
                            {"ff00::/8", "an address of several machines", false},
                            {"64:ff9b::/96", "an address of another network", false}};

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
  for (const auto& range : ranges)
    if (is_within(address, parse_network(range.network).value_or("")) && !(range.inside && inside))
      return text_of_address(address) + " is " + range.what + ", where this service does not look";
  return {};
}

}  // namespace chittyregister

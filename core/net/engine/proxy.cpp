#include "net/engine/proxy.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <boost/url.hpp>
#include <charconv>
#include <cstdlib>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "net/headers.hpp"

namespace chitty {
namespace {

// An address as 16 bytes, IPv4 mapped into IPv6, so that one comparison serves both.
std::optional<std::array<unsigned char, 16>> bytes_of(std::string_view host) {
  std::array<unsigned char, 16> out{};
  const std::string text(host);
  if (::inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
  if (::inet_pton(AF_INET, text.c_str(), out.data() + 12) != 1) return std::nullopt;
  out[10] = out[11] = 0xFF;
  return out;
}

// "10.0.0.0/8", "fd00::/8"
bool in_network(std::string_view host, std::string_view network) {
  const auto slash = network.find('/');
  if (slash == std::string_view::npos) return false;
  const auto address = bytes_of(host), base = bytes_of(network.substr(0, slash));
  unsigned bits = 0;
  const auto digits = network.substr(slash + 1);
  if (!address || !base || std::from_chars(digits.data(), digits.data() + digits.size(), bits).ec != std::errc{})
    return false;
  if (network.find(':') == std::string_view::npos) bits += 96;
  if (bits > 128) return false;
  for (unsigned i = 0; i < bits; ++i)
    if ((((*address)[i / 8] ^ (*base)[i / 8]) >> (7 - i % 8)) & 1) return false;
  return true;
}

bool names(std::string_view pattern, const Url& url) {
  if (pattern == "*") return true;
  const auto colon = pattern.rfind(':');
  const bool has_port = colon != std::string_view::npos && pattern.find(':') == colon;
  if (has_port && pattern.substr(colon + 1) != std::to_string(url.port)) return false;
  if (has_port) pattern = pattern.substr(0, colon);
  if (in_network(url.host, pattern)) return true;
  while (!pattern.empty() && (pattern.front() == '.' || pattern.front() == '*')) pattern.remove_prefix(1);
  if (pattern.empty() || url.host.size() < pattern.size()) return false;
  const auto rest = url.host.size() - pattern.size();
  return same_name(std::string_view(url.host).substr(rest), pattern) && (rest == 0 || url.host[rest - 1] == '.');
}

std::pair<std::string, std::string> first_of(std::initializer_list<const char*> variables) {
  for (const char* name : variables)
    if (const char* value = std::getenv(name); value && *value) return {name, value};
  return {};
}

}  // namespace

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || in_network(host, "127.0.0.0/8") ||
         (host.size() > 10 && host.substr(host.size() - 10) == ".localhost");
}

bool is_excepted(const Url& url, std::string_view no_proxy) {
  std::string list(no_proxy);
  std::replace(list.begin(), list.end(), ' ', ',');
  const auto patterns = split(list, ',');
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const auto& pattern) { return !pattern.empty() && names(pattern, url); });
}

Result<std::optional<Proxy>> proxy_for(const Url& url) {
  using None = std::optional<Proxy>;
  if (is_loopback(url.host)) return None();
  const auto [variable, value] = url.tls() ? first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
                                           : first_of({"http_proxy", "all_proxy", "ALL_PROXY"});
  if (value.empty() || is_excepted(url, first_of({"no_proxy", "NO_PROXY"}).second)) return None();

  const auto text = value.find("://") == std::string::npos ? "http://" + value : value;
  const auto view = boost::urls::parse_uri(text);
  if (!view || view->scheme() != "http" || view->host().empty())
    return make_error(Code::configuration,
                      "The proxy in the environment variable " + variable + " is not of the form http://host:port",
                      "Correct or unset " + variable + "; only plain http proxies are used.");
  Proxy proxy;
  proxy.variable = variable;
  proxy.url.scheme = "http";
  proxy.url.host =
      view->host_type() == boost::urls::host_type::ipv6 ? view->host_ipv6_address().to_string() : view->host();
  proxy.url.port = view->port_number() ? view->port_number() : 80;
  if (view->has_userinfo()) proxy.authorization = "Basic " + base64(view->user() + ":" + view->password());
  return None(std::move(proxy));
}

}  // namespace chitty

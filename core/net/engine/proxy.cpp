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

namespace chitty::host {
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

bool is_number(std::string_view digits, unsigned& out) {
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, out);
  return read.ec == std::errc{} && read.ptr == end;
}

// "10.0.0.0/8", "fd00::/8"
bool in_network(std::string_view host, std::string_view network) {
  const auto slash = network.find('/');
  if (slash == std::string_view::npos) return false;
  const auto address = bytes_of(host), base = bytes_of(network.substr(0, slash));
  unsigned bits = 0;
  if (!address || !base || !is_number(network.substr(slash + 1), bits)) return false;
  if (network.find(':') == std::string_view::npos) bits += 96;
  if (bits > 128) return false;
  for (unsigned i = 0; i < bits; ++i)
    if ((((*address)[i / 8] ^ (*base)[i / 8]) >> (7 - i % 8)) & 1) return false;
  return true;
}

// One entry of NO_PROXY: what it names, and on which port only.
struct Exception {
  std::string host;
  std::string_view port;
};

// "name:80", "10.0.0.0/8", "fd00::1", "[fd00::1]:80", "[fd00::]/8"
Exception parted(std::string_view pattern) {
  if (pattern.front() == '[') {
    const auto bracket = pattern.find(']');
    const auto rest = bracket == std::string_view::npos ? std::string_view() : pattern.substr(bracket + 1);
    const std::string host(pattern.substr(1, bracket == std::string_view::npos ? bracket : bracket - 1));
    if (!rest.empty() && rest.front() == '/') return {host + std::string(rest), {}};
    return {host, rest.empty() || rest.front() != ':' ? std::string_view() : rest.substr(1)};
  }
  const auto colon = pattern.find(':');
  const bool has_port = colon != std::string_view::npos && pattern.find(':', colon + 1) == std::string_view::npos;
  if (!has_port) return {std::string(pattern), {}};
  return {std::string(pattern.substr(0, colon)), pattern.substr(colon + 1)};
}

std::string_view without_last_dot(std::string_view name) {
  if (name.size() > 1 && name.back() == '.') name.remove_suffix(1);
  return name;
}

bool names(std::string_view pattern, const Url& url) {
  if (pattern == "*") return true;
  const auto exception = parted(pattern);
  if (!exception.port.empty() && exception.port != std::to_string(url.port)) return false;
  // An address is the same however it is spelled, and no part of it stands for it: "2.3" is not all of 10.1.2.3.
  if (const auto address = bytes_of(url.host)) return bytes_of(exception.host) == address || in_network(url.host, exception.host);
  std::string_view name = without_last_dot(exception.host);
  while (!name.empty() && (name.front() == '.' || name.front() == '*')) name.remove_prefix(1);
  const std::string_view host = without_last_dot(url.host);
  if (name.empty() || host.size() < name.size()) return false;
  const auto rest = host.size() - name.size();
  return same_name(host.substr(rest), name) && (rest == 0 || host[rest - 1] == '.');
}

// "http://me:secret@host:80/" in two: "me:secret@" and "http://host:80/", which is read as strictly as any other address.
std::pair<std::string, std::string> without_user(const std::string& address) {
  const auto begin = address.find("://") + 3;
  const auto end = std::min(address.find_first_of("/?#", begin), address.size());
  const auto at = address.substr(begin, end - begin).rfind('@');
  if (at == std::string::npos) return {{}, address};
  return {address.substr(begin, at + 1), address.substr(0, begin) + address.substr(begin + at + 1)};
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

  const auto [user, address] = without_user(value.find("://") == std::string::npos ? "http://" + value : value);
  const auto at = parse_url(address);
  const std::string alone = "http://" + user + "host.invalid/";
  const auto credentials = boost::urls::parse_uri(alone);
  if (!at || at->tls() || !credentials)
    return make_error(Code::configuration,
                      "The proxy in the environment variable " + variable + " is not of the form http://host:port",
                      "Correct or unset " + variable + "; only plain http proxies are used.");
  Proxy proxy;
  proxy.variable = variable;
  proxy.url = *at;
  if (credentials->has_userinfo()) proxy.authorization = "Basic " + base64(credentials->user() + ":" + credentials->password());
  return None(std::move(proxy));
}

}  // namespace chitty::host

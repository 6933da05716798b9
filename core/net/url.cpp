#include "net/url.hpp"

#include <algorithm>
#include <boost/url.hpp>
#include <charconv>

namespace chitty {
namespace {

namespace urls = boost::urls;

Result<Url> parts_of(const urls::url_view& view) {
  Url url;
  url.scheme = std::string(view.scheme());
  std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (url.scheme != "http" && url.scheme != "https") return usage_error("it is not an http or https address");
  if (view.has_userinfo()) return usage_error("it has a user name in it");
  url.host = view.host_type() == urls::host_type::ipv6 ? std::string(view.host_ipv6_address().to_string())
                                                       : std::string(view.host());
  std::transform(url.host.begin(), url.host.end(), url.host.begin(), [](unsigned char c) { return std::tolower(c); });
  if (url.host.empty()) return usage_error("it names no host");
  // Not view.port_number(), which takes 99999 for 34463.
  const std::string port(view.port());
  const bool is_port =
      std::from_chars(port.data(), port.data() + port.size(), url.port).ec == std::errc{} && url.port != 0;
  if (!port.empty() && !is_port) return usage_error("its port is not one");
  if (port.empty()) url.port = url.tls() ? 443 : 80;
  url.target = std::string(view.encoded_path());
  if (url.target.empty() || url.target.front() != '/') url.target.insert(0, "/");
  if (view.has_query()) url.target += "?" + std::string(view.encoded_query());
  return url;
}

}  // namespace

std::string Url::host_port() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls() ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  const auto view = urls::parse_uri(text);
  auto url = view ? parts_of(*view) : Result<Url>(usage_error("it is not a whole, percent-encoded address"));
  if (!url)
    return usage_error("Cannot use the address " + std::string(text) + " : " + url.error().message + ".",
                       "An address looks like https://host:port/path");
  return url;
}

Result<Url> resolve_location(const Url& base, std::string_view location) {
  const auto base_text = base.text();  // what `from` below views
  const auto bad = make_error(Code::malformed,
                              base_text + " redirects to nowhere: \"" + std::string(location.substr(0, 200)) + "\".");
  const auto reference = urls::parse_uri_reference(location);
  const auto from = urls::parse_uri(base_text);
  if (!reference || !from) return bad;
  urls::url target;
  if (!urls::resolve(*from, *reference, target)) return bad;
  target.remove_userinfo();
  const auto url = parts_of(target);
  return url ? url : Result<Url>(bad);
}

}  // namespace chitty

#include "net/url.hpp"

#include <algorithm>
#include <boost/url.hpp>
#include <charconv>

#include "base/host_name.hpp"

namespace chitty::host {
namespace {

namespace urls = boost::urls;

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

Result<Url> parts_of(const urls::url_view& view) {
  Url url;
  url.scheme = lower_case(std::string(view.scheme()));
  if (url.scheme != "http" && url.scheme != "https") return usage_error("it is not an http or https address");
  if (view.has_userinfo()) return usage_error("it has a user name in it");
  url.host = lower_case(view.host_type() == urls::host_type::ipv6 ? std::string(view.host_ipv6_address().to_string())
                                                                  : std::string(view.host()));
  if (url.host.empty()) return usage_error("it has no host");
  // Not view.port_number(), which takes 99999 for 34463.
  const std::string port(view.port());
  const bool is_port =
      std::from_chars(port.data(), port.data() + port.size(), url.port).ec == std::errc{} && url.port != 0;
  if (!port.empty() && !is_port) return usage_error("its port is invalid");
  if (port.empty()) url.port = url.tls() ? 443 : 80;
  url.target = std::string(view.encoded_path());
  if (url.target.empty()) url.target = "/";
  if (url.target.front() != '/') return usage_error("its host is followed by something that is neither a port nor a path");
  if (view.has_query()) url.target += "?" + std::string(view.encoded_query());
  return url;
}

Result<Url> url_of(std::string_view text) {
  const auto name = name_like_ipv4(text);
  const auto parsable = name.empty() ? std::string(text) : under_another_name(text, name);
  const auto view = urls::parse_uri(parsable);
  if (!view) return usage_error("it is not a whole, percent-encoded address");
  auto url = parts_of(*view);
  if (url && !name.empty()) url->host = lower_case(std::string(name));
  return url;
}

}  // namespace

std::string Url::host_port() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls() ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  const auto url = url_of(text);
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
  const auto url = url_of(std::string_view(target.buffer().data(), target.buffer().size()));
  return url ? url : Result<Url>(bad);
}

}  // namespace chitty::host

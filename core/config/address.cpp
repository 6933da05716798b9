#include "config/address.hpp"

#include "base/host_name.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <cctype>

namespace chitty::host {

Result<std::string> check_address(std::string_view text, std::string_view what) {
  const auto refuse = [&](const char* why) {
    return make_error(Code::configuration, std::string(what) + " is not a valid address: " + why + ".",
                      "An address looks like https://acme.example/path");
  };
  const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
  if (!parsed) return refuse("it is not a URL");
  const auto& url = *parsed;
  if (url.scheme_id() != boost::urls::scheme::http && url.scheme_id() != boost::urls::scheme::https)
    return refuse("it must begin with https:// or http://");
  if (url.encoded_host().empty()) return refuse("it has no host");
  if (url.has_userinfo()) return refuse("it holds a name or password, which belong in a secret setting");
  if (url.has_query() || url.has_fragment()) return refuse("it has a query or a fragment");
  const std::string port(url.port().data(), url.port().size());
  if (!port.empty() && (port.size() > 5 || std::stoul(port) == 0 || std::stoul(port) > 65535)) return refuse("its port is not between 1 and 65535");
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

std::string origin_of(std::string_view address) {
  const auto name = name_like_ipv4(address);
  const auto parsable = name.empty() ? std::string(address) : under_another_name(address, name);
  const auto parsed = boost::urls::parse_uri(parsable);
  if (!parsed || !parsed->has_authority()) return {};
  std::string out;
  for (const unsigned char c : std::string_view(parsed->scheme().data(), parsed->scheme().size())) out += static_cast<char>(std::tolower(c));
  const std::string port = parsed->port_number() ? std::to_string(parsed->port_number()) : out == "https" ? "443"
                                                                                                          : "80";
  out += "://";
  // Decoded first, so that %61 is the a that it stands for.
  for (const unsigned char c : name.empty() ? std::string(parsed->host()) : std::string(name)) out += static_cast<char>(std::tolower(c));
  return out + ":" + port;
}

bool is_in_the_clear(std::string_view address) {
  const std::string origin = origin_of(address);
  if (!origin.starts_with("http:")) return false;
  const std::string_view host = std::string_view(origin).substr(7, origin.rfind(':') - 7);
  // "127.evil.example" only looks like an address of this machine.
  const bool digits = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host != "localhost" && host != "[::1]" && !(digits && host.starts_with("127.")) && !host.ends_with(".localhost");
}

}  // namespace chitty::host

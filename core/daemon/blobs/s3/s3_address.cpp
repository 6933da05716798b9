#include "daemon/blobs/s3/s3_address.hpp"

#include "base/text.hpp"
#include "net/signing/sigv4.hpp"
#include "net/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <map>

namespace chitty::host::daemon {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view known[] = {"endpoint", "region", "keyId", "secret", "sessionToken", "style"};
constexpr const char* shape = "Write it as s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION&keyId=ID&secret=file:PATH";

Error wrong(const std::string& what, std::string hint = shape) {
  return make_error(Code::configuration, "The object store's URL (chittyos.sharedBlobs) " + what + ".", std::move(hint));
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Empty where a '%' is not followed by two hex digits, or a control character is meant.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return {};
      c = static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return {};
    out += c;
  }
  return out;
}

Result<Parameters> parameters_of(std::string_view query) {
  Parameters all;
  for (const auto& pair : split(query, '&')) {
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const std::string name = pair.substr(0, equals),
                      value = decoded(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (std::find(std::begin(known), std::end(known), name) == std::end(known))
      return wrong("has an unknown parameter after its '?'",
                   "Known parameters: endpoint, region, keyId, secret, sessionToken, style");
    if (value.empty()) return wrong("has no value for " + name + ", or one that is not percent-encoded");
    if (!all.emplace(name, value).second) return wrong("says " + name + " twice");
  }
  return all;
}

bool is_local(const std::string& host) {
  in_addr number{};
  if (::inet_pton(AF_INET, host.c_str(), &number) == 1) return (ntohl(number.s_addr) >> 24) == 127;
  return host == "localhost" || host == "::1";
}

bool is_bucket(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && std::isalnum(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.' || c == '_'; });
}

// Where its requests go, and what their paths begin with.
Result<void> settle_place(S3Address& address, const Parameters& given) {
  const auto said = [&](std::string_view name) {
    const auto at = given.find(name);
    return at == given.end() ? std::string() : at->second;
  };
  const auto endpoint = said("endpoint"), style = said("style");
  if (!style.empty() && style != "path" && style != "host") return wrong("says another style than path or host");
  if (endpoint.empty() && address.region.empty())
    return wrong("names neither an endpoint nor a region",
                 "Add region=REGION for Amazon's S3, or endpoint=https://HOST for another store.");
  if (address.region.empty()) address.region = "us-east-1";
  if (address.region.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != std::string::npos)
    return wrong("has an invalid region");
  auto place = parse_url(endpoint.empty() ? "https://s3." + address.region + ".amazonaws.com" : endpoint);
  if (!place || place->target.find('?') != std::string::npos)
    return wrong("has an invalid endpoint", "Write it as endpoint=https://HOST:PORT");
  if (!place->tls() && !is_local(place->host))
    return wrong("has an endpoint on another machine without TLS",
                 "Write endpoint=https://…; content would go over the network in the clear.");
  const bool dotted = address.bucket.find('.') != std::string::npos;
  // A host's name has no capitals and no '_'; what is signed must be what goes out.
  const bool fits_host = address.bucket.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos;
  const bool in_host = style == "host" || (style.empty() && endpoint.empty() && !dotted && fits_host);
  if (in_host && !fits_host) return wrong("has a bucket name that cannot stand in a host's name", "Say style=path.");
  if (in_host) place->host = address.bucket + "." + place->host;
  address.origin = place->origin();
  address.root = place->target + (place->target.ends_with('/') ? "" : "/") + (in_host ? "" : address.bucket + "/") +
                 (address.prefix.empty() ? "" : uri_encode(address.prefix, true) + "/");
  address.shown = "s3://" + address.bucket + (address.prefix.empty() ? "" : "/" + address.prefix) + " at " + address.origin;
  return {};
}

}  // namespace

Result<S3Address> s3_address(std::string_view url) {
  constexpr std::string_view scheme = "s3://";
  if (!url.starts_with(scheme)) return wrong("does not begin with s3://");
  url.remove_prefix(scheme.size());
  const auto question = std::min(url.find('?'), url.size());
  const auto path = url.substr(0, question);
  if (path.find('@') != std::string_view::npos || url.find('#') != std::string_view::npos)
    return wrong("has a user name or a fragment in it", "Say keyId=ID&secret=file:PATH after its '?'.");
  auto given = parameters_of(url.substr(std::min(question + 1, url.size())));
  if (!given) return given.error();
  S3Address address;
  const auto slash = std::min(path.find('/'), path.size());
  address.bucket = std::string(path.substr(0, slash));
  if (!is_bucket(address.bucket)) return wrong("has no valid bucket name");
  auto prefix = path.substr(slash);
  while (prefix.starts_with('/')) prefix.remove_prefix(1);
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  address.prefix = decoded(prefix);
  if (address.prefix.empty() != prefix.empty() || address.prefix.size() > 512) return wrong("has an invalid prefix");
  const auto said = [&](const char* name) { return given->count(name) ? given->at(name) : std::string(); };
  address.region = said("region");
  address.key_id = said("keyId"), address.secret = said("secret"), address.session_token = said("sessionToken");
  if (address.key_id.empty() != address.secret.empty()) return wrong("has only one of keyId and secret");
  if (auto settled = settle_place(address, *given); !settled) return settled.error();
  return address;
}

}  // namespace chitty::host::daemon

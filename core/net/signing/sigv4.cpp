#include "net/signing/sigv4.hpp"

#include "base/hash.hpp"
#include "base/text.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <map>

namespace chitty::host {
namespace {

Digest hmac(std::string_view key, std::string_view data) {
  Digest digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()), data.size(),
       digest.data(), &size);
  return digest;
}

std::string_view bytes(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string uri_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    out += escaped ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escaped) i += 2;
  }
  return out;
}

// Without ".", ".." and empty segments (RFC 3986, 5.2.4); the slash at the end stays.
std::string normalized(std::string_view path) {
  std::vector<std::string> kept;
  const auto segments = split(path, '/');
  for (const auto& segment : segments) {
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
  }
  const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  return "/" + join(kept, "/") + (folder && !kept.empty() ? "/" : "");
}

std::string canonical_path(std::string_view given, PathRules rules) {
  std::string path = rules.normalize ? normalized(given) : std::string(given);
  if (path.empty()) path = "/";
  return rules.encode ? uri_encode(path, true) : path;
}

// Sorted by name and value as they are encoded.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& one : split(query, '&')) {
    if (one.empty()) continue;
    const auto equals = std::min(one.find('='), one.size());
    all.emplace_back(uri_encode(uri_decode(one.substr(0, equals))),
                     uri_encode(uri_decode(one.substr(std::min(equals + 1, one.size())))));
  }
  std::sort(all.begin(), all.end());
  std::string text;
  for (const auto& [name, value] : all) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

// Without blanks around it, and one for each run of them inside.
std::string folded(std::string_view value) {
  std::string out;
  for (const char c : trim(value)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank)
      out += c;
    else if (!out.ends_with(' '))
      out += ' ';
  }
  return out;
}

std::map<std::string, std::string> canonical_fields(const Headers& headers) {
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : headers) {
    std::string key(name);
    std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto [at, is_first] = all.emplace(std::move(key), folded(value));
    if (!is_first) at->second += "," + folded(value);
  }
  return all;
}

}  // namespace

std::string uri_encode(std::string_view text, bool keeps_slashes) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || (c == '/' && keeps_slashes);
    if (plain)
      out += static_cast<char>(c);
    else
      (out += '%') += digits[c >> 4], out += digits[c & 15];
  }
  return out;
}

std::string amz_date(UnixMs at) {
  const std::time_t seconds = at / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts));
}

Signature sign_v4(const RequestToSign& request, const AwsCredentials& credentials, const SigningScope& scope, PathRules path) {
  std::string fields, names;
  for (const auto& [name, value] : canonical_fields(request.headers)) {
    fields += name + ":" + value + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string date = amz_date(scope.at), day = date.substr(0, 8);
  const std::string place = day + "/" + scope.region + "/" + scope.service + "/aws4_request";
  Signature made;
  made.canonical_request = request.method + "\n" + canonical_path(request.path, path) + "\n" + canonical_query(request.query) +
                           "\n" + fields + "\n" + names + "\n" + request.body_hash;
  made.string_to_sign = "AWS4-HMAC-SHA256\n" + date + "\n" + place + "\n" + hex(sha256(made.canonical_request));
  Digest key = hmac("AWS4" + credentials.secret, day);
  for (const std::string_view next :
       {std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")})
    key = hmac(bytes(key), next);
  made.text = hex(hmac(bytes(key), made.string_to_sign));
  made.authorization = "Credential=" + credentials.key_id + "/" + place + ", SignedHeaders=" + names + ", Signature=" + made.text;
  return made;
}

}  // namespace chitty::host

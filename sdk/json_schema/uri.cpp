#include "uri.hpp"

#include <algorithm>

namespace chitty::json_schema {

namespace {

struct Parts {
  std::string_view scheme;     // with its ':'
  std::string_view authority;  // with its "//"
  std::string_view path;
  std::string_view query;  // with its '?'
};

Parts parts_of(std::string_view uri) {
  Parts out;
  const auto colon = uri.find(':');
  if (colon != uri.npos && colon > 0 && uri.find_first_of("/?") > colon) {
    out.scheme = uri.substr(0, colon + 1);
    uri.remove_prefix(colon + 1);
  }
  if (uri.starts_with("//")) {
    out.authority = uri.substr(0, std::min(uri.find_first_of("/?", 2), uri.size()));
    uri.remove_prefix(out.authority.size());
  }
  out.path = uri.substr(0, uri.find('?'));
  out.query = uri.substr(out.path.size());
  return out;
}

// 5.2.4: "." and ".." taken out.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto next = std::min(path.find('/', 1), path.size());
    const auto segment = path.substr(0, next);
    path.remove_prefix(next);
    const auto name = segment.substr(segment.starts_with('/') ? 1 : 0);
    if (name == "..") {
      const auto cut = out.rfind('/');
      out.resize(cut == out.npos ? 0 : cut);
    } else if (name != ".") {
      out += segment;
    }
    if (path.empty() && (name == "." || name == "..")) out += '/';
  }
  return out;
}

std::string merged(const Parts& base, std::string_view path) {
  if (!base.authority.empty() && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  return std::string(base.path.substr(0, slash == base.path.npos ? 0 : slash + 1)) + std::string(path);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

UriReference resolve_reference(std::string_view base, std::string_view reference) {
  const auto hash = reference.find('#');
  UriReference out;
  if (hash != reference.npos) out.fragment = reference.substr(hash + 1);
  const Parts given = parts_of(reference.substr(0, hash)), from = parts_of(base.substr(0, base.find('#')));
  const auto whole = [](auto... part) { return (std::string() + ... + std::string(part)); };
  if (!given.scheme.empty() || base.empty()) {
    const auto path = given.authority.empty() ? std::string(given.path) : without_dots(given.path);
    out.document = whole(given.scheme, given.authority, path, given.query);
  } else if (!given.authority.empty()) {
    out.document = whole(from.scheme, given.authority, without_dots(given.path), given.query);
  } else if (given.path.empty()) {
    out.document = whole(from.scheme, from.authority, from.path, given.query.empty() ? from.query : given.query);
  } else {
    const auto path = given.path.starts_with('/') ? std::string(given.path) : merged(from, given.path);
    out.document = whole(from.scheme, from.authority, without_dots(path), given.query);
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return out;
}

std::string pointer_step(std::string_view name) {
  std::string out(name);
  replace_all(out, "~", "~0");
  replace_all(out, "/", "~1");
  return "/" + out;
}

std::string unescaped_step(std::string_view step) {
  std::string out(step);
  replace_all(out, "~1", "/");
  replace_all(out, "~0", "~");
  return out;
}

}  // namespace chitty::json_schema

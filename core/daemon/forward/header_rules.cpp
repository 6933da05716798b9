#include "daemon/forward/header_rules.hpp"

#include "base/json_pieces.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace chitty::host::daemon {
namespace {

constexpr std::string_view loop_family = "chittyd-";  // what all loop words begin with
constexpr std::size_t most_daemons = 8;               // that one request may pass

// As a backend may read it: CGI and its heirs know no difference between "_" and "-".
std::string plain_name(std::string_view name) {
  std::string plain(name);
  for (char& c : plain) c = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20)
                                                                  : c;
  return plain;
}

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& all, std::string_view name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

bool is_hop_by_hop(std::string_view plain) {
  static constexpr std::array<std::string_view, 10> all{"connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization",
                                                        "te", "trailer", "transfer-encoding", "upgrade", "content-length"};
  return is_one_of(all, plain);
}

// What only somebody who is trusted may say, and what is said anew.
bool is_ours_to_say(std::string_view plain) {
  static constexpr std::array<std::string_view, 18> all{
      "host", "expect", "authorization", "forwarded", "x-real-ip", "x-client-ip", "client-ip", "true-client-ip", "cf-connecting-ip", "x-cluster-client-ip",
      "x-original-url", "x-rewrite-url", "proxy", "x-request-id", "via", "cdn-loop", "x-original-host", "traceparent"};
  return plain.starts_with("x-forwarded-") || plain == "x-forwarded" || is_one_of(all, plain);
}

// Does not go back: of the connection, or of the backend's own address.
bool stays_behind(std::string_view plain) {
  static constexpr std::array<std::string_view, 4> all{"alt-svc", "x-request-id", "via", "traceparent"};
  return is_hop_by_hop(plain) || is_one_of(all, plain);
}

bool is_cookie_of_ours(std::string_view name) {
  for (const std::string_view kind : {"__Host-", "__Secure-"})
    if (name.size() > kind.size() && equal_ignoring_case(name.substr(0, kind.size()), kind)) name.remove_prefix(kind.size());
  return name.size() >= 6 && equal_ignoring_case(name.substr(0, 6), "chitty");
}

std::string_view cookie_name(std::string_view pair) { return trim(pair.substr(0, pair.find('='))); }

// "a=1; chitty_session=x; b=2" without what is ours.
std::string foreign_cookies(std::string_view all) {
  std::string kept;
  while (!all.empty()) {
    const auto end = std::min(all.find(';'), all.size());
    const auto pair = trim(all.substr(0, end));
    if (!pair.empty() && !is_cookie_of_ours(cookie_name(pair))) kept.append(kept.empty() ? "" : "; ").append(pair);
    all.remove_prefix(std::min(end + 1, all.size()));
  }
  return kept;
}

template <class See>
void each_token(std::string_view list, See see) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    const auto token = trim(list.substr(0, end));
    if (!token.empty()) see(token);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

// All that the fields Connection name, in their plain form.
std::vector<std::string> named_by_connection(const Fields& fields) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (equal_ignoring_case(fields.name(i), "Connection")) each_token(fields.value(i), [&](std::string_view token) { all.push_back(plain_name(token)); });
  return all;
}

bool contains(const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

void put(std::string& out, std::string_view name, std::string_view value) { out.append(name).append(": ").append(value).append("\r\n"); }

// What a proxy adds to a list that it hands on.
void put_list(std::string& out, std::string_view name, const Fields& fields, std::string_view own) {
  auto all = fields.joined(name).value_or("");
  if (!trim(all).empty()) all += ", ";
  put(out, name, all.append(own));
}

void put_length(const RequestHead& head, const Outgoing& outgoing, std::string& out) {
  const auto method = head.method();
  if (!outgoing.has_body) {
    if (method == "POST" || method == "PUT" || method == "PATCH") out += "Content-Length: 0\r\n";
  } else if (outgoing.length) {
    append_number(out.append("Content-Length: "), static_cast<std::int64_t>(*outgoing.length));
    out += "\r\n";
  } else {
    out += "Transfer-Encoding: chunked\r\n";
  }
}

// In quotes, as Forwarded wants what has a colon in it (RFC 7239, 4).
std::string quoted(std::string_view text) {
  std::string all = "\"";
  for (const char c : text)
    if (c == '"' || c == '\\') all.append({'\\', c});
    else all.push_back(c);
  return all + "\"";
}

void put_forwarded(const RequestHead& head, const Outgoing& outgoing, std::string& out) {
  const bool six = outgoing.peer.find(':') != std::string_view::npos;
  put(out, "X-Forwarded-For", outgoing.peer);
  const std::string_view scheme = head.by_tls() ? "https" : "http";
  put(out, "X-Forwarded-Proto", scheme);
  put(out, "X-Forwarded-Host", head.authority());
  if (!outgoing.prefix.empty()) put(out, "X-Forwarded-Prefix", outgoing.prefix);
  out.append("Forwarded: for=");
  if (six) out.append("\"[").append(outgoing.peer).append("]\"");
  else out.append(outgoing.peer.empty() ? "unknown" : outgoing.peer);
  out.append(";host=").append(quoted(head.authority())).append(";proto=").append(scheme).append("\r\n");
}

}  // namespace

bool names_token(const Fields& fields, std::string_view name, std::string_view token) {
  bool named = false;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (equal_ignoring_case(fields.name(i), name))
      each_token(fields.value(i), [&](std::string_view one) { named = named || equal_ignoring_case(one, token); });
  return named;
}

bool asks_for_websocket(const RequestHead& head) {
  return head.method() == "GET" && head.version() >= 11 && names_token(head, "Connection", "upgrade") && names_token(head, "Upgrade", "websocket");
}

void put_request_head(const RequestHead& head, const Outgoing& outgoing, std::string& out) {
  const auto named = named_by_connection(head);
  out.append(head.method()).append(" ").append(outgoing.target).append(" HTTP/1.1\r\n");
  put(out, "Host", outgoing.host);
  std::string cookies;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto name = plain_name(head.name(i));
    if (name == "cookie") cookies.append(cookies.empty() ? "" : "; ").append(head.value(i));
    else if (!is_hop_by_hop(name) && !is_ours_to_say(name) && !contains(named, name)) put(out, head.name(i), head.value(i));
  }
  if (const auto foreign = foreign_cookies(cookies); !foreign.empty()) put(out, "Cookie", foreign);
  put_length(head, outgoing, out);
  put_forwarded(head, outgoing, out);
  put(out, "X-Request-Id", outgoing.request_id);
  if (!outgoing.traceparent.empty()) put(out, "traceparent", outgoing.traceparent);
  put_list(out, "Via", head, head.version() >= 11 ? "1.1 chittyd" : "1.0 chittyd");
  put_list(out, "CDN-Loop", head, outgoing.loop_word);
  if (outgoing.upgrade) out += "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  out += "\r\n";
}

Returned put_reply_fields(const Fields& fields, bool upgraded, std::string& out) {
  const auto named = named_by_connection(fields);
  Returned returned;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto name = plain_name(fields.name(i));
    if (stays_behind(name) || contains(named, name)) continue;
    if (name == "set-cookie" && is_cookie_of_ours(cookie_name(fields.value(i)))) continue;
    returned.has_server = returned.has_server || name == "server";
    returned.has_date = returned.has_date || name == "date";
    put(out, fields.name(i), fields.value(i));
  }
  put_list(out, "Via", fields, "1.1 chittyd");
  if (upgraded) out += "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  return returned;
}

bool is_looping(const RequestHead& head, std::string_view loop_word) {
  std::size_t daemons = 0;
  bool been_here = false;
  for (std::size_t i = 0; i < head.size(); ++i)
    if (plain_name(head.name(i)) == "cdn-loop")
      each_token(head.value(i), [&](std::string_view one) {
        one = trim(one.substr(0, one.find(';')));
        been_here = been_here || one == loop_word;
        daemons += one.starts_with(loop_family);
      });
  return been_here || daemons >= most_daemons;
}

}  // namespace chitty::host::daemon

// A request to a remote and its reply, as plain values.
#ifndef CHITTY_REQUEST_HPP
#define CHITTY_REQUEST_HPP

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace chitty {

// Where a command sends something: method, path and query below the remote's base URL, and a body.
struct Request {
  std::string method{};
  std::string target{};
  std::string body{};
  json::object headers{};
  std::string remote{};     // empty: the call's own; else a remote's name or a type under the manifest's `uses`
  bool any_status = false;  // every status is a reply; else from 400 on it is an Error
  bool repeatable = false;  // may be sent again though its method is not safe
  bool is_public = false;   // needs no credential
  std::function<std::size_t(char*, std::size_t)> source{};  // the body as a stream, instead of `body`; 0 ends it

  Request&& to(std::string name) && { return remote = std::move(name), std::move(*this); }
  Request&& anonymous() && { return is_public = true, std::move(*this); }
  Request&& whatever_status() && { return any_status = true, std::move(*this); }
};

// Percent-encode everything but the unreserved characters of RFC 3986.
inline std::string encode(std::string_view text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += hex[c >> 4];
      out += hex[c & 15];
    }
  }
  return out;
}

// Query parameters in order; those with an empty value are left out.
using Query = std::initializer_list<std::pair<std::string_view, std::string>>;

inline Request get(std::string_view path, Query query = {}) {
  Request request{.method = "GET", .target = std::string(path)};
  char joint = path.find('?') == std::string_view::npos ? '?' : '&';
  for (const auto& [name, value] : query) {
    if (value.empty()) continue;
    request.target += joint;
    request.target += encode(name) + "=" + encode(value);
    joint = '&';
  }
  return request;
}

// A JSON body; members that are null are left out, so that optional arguments need no if.
inline std::string body_of(const json::object& members) {
  json::object present;
  for (const auto& [name, value] : members)
    if (!value.is_null()) present.emplace(name, value);
  return json::serialize(present);
}

inline Request post(std::string_view path, json::object body = {}) {
  return {.method = "POST",
          .target = std::string(path),
          .body = body_of(body),
          .headers = {{"Content-Type", "application/json"}}};
}
inline Request put(std::string_view path, json::object body) {
  auto request = post(path, std::move(body));
  request.method = "PUT";
  return request;
}
inline Request patch(std::string_view path, json::object body) {
  auto request = post(path, std::move(body));
  request.method = "PATCH";
  return request;
}
inline Request del(std::string_view path) { return {.method = "DELETE", .target = std::string(path)}; }

// What a handler hands back: records, each a JSON value. `Reply(value)` is one record; `records(array)` many;
// `nothing()` none, for a handler that has given its records to the output already.
class Reply {
 public:
  Reply(json::value record) { records_.push_back(std::move(record)); }
  Reply(json::object record) { records_.push_back(std::move(record)); }
  static Reply records(json::array records) {
    Reply reply;
    reply.records_ = std::move(records);
    return reply;
  }
  static Reply nothing() { return records({}); }

  const json::array& all() const { return records_; }

  // The one record, for a handler that reads a reply before it hands it on.
  const json::value& value() const { return records_.at(0); }
  json::value& value() { return records_.at(0); }

 private:
  Reply() = default;
  json::array records_;
};

namespace detail {

// The service's own words, from whichever of the known envelopes it uses.
inline Error refusal(const json::object& body) {
  for (const auto* key : {"message", "error"}) {
    const auto* value = body.if_contains(key);
    if (value && value->is_object()) value = value->get_object().if_contains("message");
    if (value && value->is_string()) return make_error(Code::refused, std::string(value->get_string()));
  }
  return make_error(Code::refused, "The service refused, without saying why.");
}

// A reply's body as JSON. An object that says `"success": false` is an Error in the service's words, whatever the
// status: public services answer so. An empty body is an empty object.
inline Result<Reply> parse_reply(const std::string& body) {
  if (body.empty()) return Reply(json::object{});
  boost::system::error_code ec;
  json::value value = json::parse(body, ec);
  if (ec)
    return make_error(Code::malformed, "The service answered with something that is not JSON: " + ec.message() + ".");
  if (const auto* object = value.if_object())
    if (const auto* success = object->if_contains("success"); success && *success == false) return refusal(*object);
  return Reply(std::move(value));
}

}  // namespace detail
}  // namespace chitty

#endif  // CHITTY_REQUEST_HPP

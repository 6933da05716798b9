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
  std::string remote{};                                     // empty: the call's own; else a remote's name or a type under the manifest's `uses`
  bool any_status = false;                                  // every status is a reply; else from 400 on it is an Error
  bool repeatable = false;                                  // may be sent again though its method is not safe
  bool is_public = false;                                   // needs no credential: goes with it where there is one
  bool is_anonymous = false;                                // goes without it, even where there is one
  std::function<std::size_t(char*, std::size_t)> source{};  // the body as a stream, instead of `body`; 0 ends it; its length, if known: Content-Length among `headers`

  Request&& to(std::string name) && { return remote = std::move(name), std::move(*this); }
  Request&& anonymous() && { return is_public = is_anonymous = true, std::move(*this); }
  Request&& credential_optional() && { return is_public = true, std::move(*this); }
  Request&& whatever_status() && { return any_status = true, std::move(*this); }
};

// Percent-encode everything but the unreserved characters of RFC 3986.
std::string encode(std::string_view text);

// Query parameters in order; those with an empty value are left out.
using Query = std::initializer_list<std::pair<std::string_view, std::string>>;

Request get(std::string_view path, Query query = {});

// A JSON body; members that are null are left out, so that optional arguments need no if.
std::string body_of(const json::object& members);

Request post(std::string_view path, json::object body = {});
Request put(std::string_view path, json::object body);
Request patch(std::string_view path, json::object body);
inline Request del(std::string_view path) { return {.method = "DELETE", .target = std::string(path)}; }

// What a handler hands back: records, each a JSON value. `Reply(value)` is one record; `records(array)` many;
// `nothing()` none, for a handler that has given its records to the output already.
class Reply {
 public:
  Reply(json::value record) { records_.push_back(std::move(record)); }
  Reply(json::object record) { records_.push_back(std::move(record)); }
  static Reply records(json::array records);
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
Error refusal(const json::object& body);

// A reply's body as JSON. An object that says `"success": false` is an Error in the service's words, whatever the
// status: public services answer so. An empty body is an empty object.
Result<Reply> parse_reply(const std::string& body);

}  // namespace detail
}  // namespace chitty

#endif  // CHITTY_REQUEST_HPP

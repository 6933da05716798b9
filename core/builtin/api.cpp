#include "builtin/api.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "net/headers.hpp"
#include "request/draft.hpp"
#include "request/pager.hpp"
#include "request/reply.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

#include <chitty/finite.hpp>
#include <chitty/plugin.h>

namespace chitty::host {

namespace {

constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

bool is_method(std::string_view word) { return std::find(std::begin(methods), std::end(methods), word) != std::end(methods); }

// What a typed value says, when it is no text: true, false, null, a number.
std::optional<json::value> literal(std::string_view text) {
  if (text == "true") return json::value(true);
  if (text == "false") return json::value(false);
  if (text == "null") return json::value(nullptr);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && failed == std::errc() && end == text.data() + text.size()) return json::value(number);
  return {};
}

Result<json::value> value_of(const std::string& text, bool typed) {
  if (!typed) return json::value(text);
  if (text.starts_with('@')) {
    auto content = read_file(text.substr(1));
    if (!content) return content.error();
    return json::value(*content);
  }
  if (auto said = literal(text)) return std::move(*said);
  return json::value(text);
}

Error bad_field(const std::string& field) {
  return usage_error("invalid field '" + field + "': expected NAME=VALUE, NAME[KEY]=VALUE or NAME[]=VALUE");
}

Result<json::object> fields_of(const Arguments& arguments) {
  json::object fields;
  for (const auto& [option, typed] : {std::pair("field", true), std::pair("raw-field", false)})
    for (const auto& field : arguments.list(option))
      if (auto put = put_field(fields, field, typed); !put) return put.error();
  return fields;
}

Result<Headers> headers_of(const Arguments& arguments) {
  Headers headers;
  for (const auto& line : arguments.list("header")) {
    const auto colon = line.find(':');
    if (colon == line.npos || colon == 0) return usage_error("invalid header '" + line + "': expected 'NAME: VALUE'");
    const auto value = line.find_first_not_of(" \t", colon + 1);
    headers.emplace_back(line.substr(0, colon), value == line.npos ? "" : line.substr(value));
  }
  return headers;
}

// A GET says its fields in the query, everything else in a JSON body.
Result<void> add_fields(const json::object& fields, Outgoing& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    request.body = json::serialize(fields);
    return {};
  }
  for (const auto& [name, value] : fields) {
    if (value.is_object()) return usage_error("the field '" + std::string(name) + "' is an object, which a " + request.method + " cannot send");
    const auto add = [&, &key = name](const json::value& one) {
      request.target += (request.target.find('?') == std::string::npos ? '?' : '&') + encoded(key) + '=' + encoded(text_of(one));
    };
    if (value.is_array())
      for (const auto& one : value.get_array()) add(one);
    else add(value);
  }
  return {};
}

// --body JSON|@FILE|-: JSON, or it is refused before it is sent. --input FILE|-: bytes as they are.
Result<void> add_body(const Arguments& arguments, Courier& courier, Outgoing& request) {
  const json::object none;
  Values values(none, courier);
  if (arguments.has("input")) {
    auto content = values.content(arguments.text("input"));
    if (!content) return content.error();
    request.body = std::move(*content);
  } else if (arguments.has("body")) {
    const auto given = arguments.text("body");
    auto text = given == "-" || given.starts_with('@') ? values.content(given == "-" ? given : given.substr(1)) : Result<std::string>(given);
    if (!text) return text.error();
    boost::system::error_code ec;
    (void)json::parse(*text, ec);
    if (ec) return usage_error("the body is not JSON: " + ec.message(), "Send anything else with --input.");
    request.body = std::move(*text);
  }
  if (!request.body.empty() && find_header(request.headers, "Content-Type").empty()) request.headers.emplace_back("Content-Type", "application/json");
  return {};
}

// JSON is a record; everything else the bytes that it is.
Result<void> show(HttpReply& reply, const std::string& body, Courier& courier) {
  if (body.empty()) return {};
  boost::system::error_code ec;
  json::parse_options limits;
  limits.max_depth = CHITTY_MAX_DEPTH;
  auto value = json::parse(without_byte_order_mark(body), ec, {}, limits);
  if (ec || reply.header("Content-Type").starts_with("text/")) return courier.bytes(body);
  if (has_nonfinite(value)) return too_large_number();
  return courier.record(std::move(value));
}

// Each page's records: the array at --records, the whole page if it is one, else the page itself.
Result<std::size_t> show_page(json::value& page, const std::string& at, json::value& last, Courier& courier) {
  boost::system::error_code ec;
  auto* list = page.find_pointer(at, ec);
  if (!at.empty() && (!list || !list->is_array()))
    return make_error(Code::malformed, "The service's answer has no list at '" + at + "'.");
  if (!list->is_array()) {
    if (auto given = courier.record(page); !given) return given.error();
    return 1u;
  }
  auto& records = list->get_array();
  const auto count = records.size();
  if (count) last = records.back();
  for (auto& record : records)
    if (auto given = courier.record(record); !given) return given.error();
  return count;
}

Result<void> show_pages(Draft draft, const Paging& paging, const std::string& at, Courier& courier) {
  Pager pager(paging);
  for (;;) {
    auto reply = courier.send(draft.outgoing());
    if (!reply) return reply.error();
    auto page = read_json(**reply);
    if (!page) return page.error();
    json::value last;
    const auto count = show_page(*page, at, last, courier);
    if (!count) return count.error();
    const auto more = pager.next(draft, {*page, **reply, *count ? &last : nullptr}, *count);
    if (!more) return more.error();
    if (!*more) return {};
  }
}

}  // namespace

Result<void> put_field(json::object& into, const std::string& field, bool typed) {
  const auto equals = field.find('=');
  if (equals == field.npos || equals == 0) return bad_field(field);
  auto value = value_of(field.substr(equals + 1), typed);
  if (!value) return value.error();
  std::string_view name = std::string_view(field).substr(0, equals);
  const auto open = name.find('[');
  const std::string key(name.substr(0, open));
  if (key.empty()) return bad_field(field);
  if (open == name.npos) {
    into[key] = std::move(*value);
    return {};
  }
  const auto inside = name.substr(open + 1, name.size() - open - 2);
  if (name.back() != ']' || inside.find_first_of("[]") != inside.npos) return bad_field(field);
  auto& place = into[key];
  if (inside.empty()) {
    if (place.is_null()) place.emplace_array();
    if (!place.is_array()) return bad_field(field);
    place.get_array().push_back(std::move(*value));
    return {};
  }
  if (place.is_null()) place.emplace_object();
  if (!place.is_object()) return bad_field(field);
  place.get_object()[inside] = std::move(*value);
  return {};
}

Result<Outgoing> api_request(const Arguments& arguments) {
  const auto words = arguments.list("request");
  const bool says_method = words.size() == 2;
  if (words.empty() || words.size() > 2 || (says_method && !is_method(words[0])))
    return usage_error(says_method ? "unknown method '" + words[0] + "'" : "expected a path, or a method and a path",
                       "For example: chitty api GET /health --remote NAME");
  Outgoing request;
  request.target = words.back();
  if (request.target.find("://") != request.target.npos || request.target.starts_with("//"))
    return usage_error("expected a path, not an address: '" + request.target + "'", "Give the path alone, beginning with '/'.");
  if (!request.target.starts_with('/'))
    return usage_error("invalid path '" + request.target + "': it must begin with '/'");
  auto headers = headers_of(arguments);
  if (!headers) return headers.error();
  request.headers = std::move(*headers);
  auto fields = fields_of(arguments);
  if (!fields) return fields.error();
  const bool has_body = arguments.has("body") || arguments.has("input");
  if (arguments.has("body") && arguments.has("input")) return usage_error("'--body' cannot be used with '--input'");
  if (has_body && !fields->empty()) return usage_error("fields cannot be used with '" + std::string(arguments.has("body") ? "--body" : "--input") + "'");
  request.method = says_method ? words[0] : has_body || !fields->empty() ? "POST"
                                                                         : "GET";
  if (has_body && request.method == "GET") return usage_error("a GET has no body", "Name the method: chitty api POST " + request.target);
  if (!fields->empty())
    if (auto added = add_fields(*fields, request); !added) return added.error();
  return request;
}

Result<Reply> api(const Arguments& arguments, BuiltinContext& context) {
  auto request = api_request(arguments);
  if (!request) return request.error();
  auto addressed = context.address();
  if (!addressed) return addressed.error();
  Courier& courier = *addressed->courier;
  if (request->method == "DELETE")
    if (auto agreed = context.confirm("Send DELETE " + request->target); !agreed) return agreed.error();
  if (auto added = add_body(arguments, courier, *request); !added) return added.error();
  Result<void> done;
  if (arguments.flag("paginate")) {
    if (request->method != "GET") return usage_error("'--paginate' requires GET");
    auto draft = Draft::get(request->target);
    draft.extra.headers = request->headers;
    done = show_pages(std::move(draft), addressed->paging, arguments.text("records"), courier);
  } else {
    auto reply = courier.send(*request);
    if (!reply) return reply.error();
    const auto body = read_all(**reply);
    if (!body) return body.error();
    done = show(**reply, *body, courier);
  }
  if (!done) return done.error();
  return Reply::nothing();
}

}  // namespace chitty::host

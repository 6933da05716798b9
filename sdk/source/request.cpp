#include <chitty/finite.hpp>
#include <chitty/request.hpp>

namespace chitty {

std::string encode(std::string_view text) {
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

Request get(std::string_view path, Query query) {
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

std::string body_of(const json::object& members) {
  json::object present;
  for (const auto& [name, value] : members)
    if (!value.is_null()) present.emplace(name, value);
  return json::serialize(present);
}

Request post(std::string_view path, json::object body) {
  return {.method = "POST",
          .target = std::string(path),
          .body = body_of(body),
          .headers = {{"Content-Type", "application/json"}}};
}

Request put(std::string_view path, json::object body) {
  auto request = post(path, std::move(body));
  request.method = "PUT";
  return request;
}

Request patch(std::string_view path, json::object body) {
  auto request = post(path, std::move(body));
  request.method = "PATCH";
  return request;
}

Reply Reply::records(json::array records) {
  Reply reply;
  reply.records_ = std::move(records);
  return reply;
}

namespace detail {

Error refusal(const json::object& body) {
  for (const auto* key : {"message", "error"}) {
    const auto* value = body.if_contains(key);
    if (value && value->is_object()) value = value->get_object().if_contains("message");
    if (value && value->is_string()) return make_error(Code::refused, std::string(value->get_string()));
  }
  return make_error(Code::refused, "the service rejected the request without a reason");
}

Result<Reply> parse_reply(const std::string& body) {
  if (body.empty()) return Reply(json::object{});
  boost::system::error_code ec;
  std::string_view text = body;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark may be ignored (RFC 8259, 8.1)
  json::value value = json::parse(text, ec);
  if (ec)
    return make_error(Code::malformed, "The service answered with something that is not JSON: " + ec.message() + ".");
  if (has_nonfinite(value)) return make_error(Code::malformed, "The service's answer has a number that is too large.");
  if (const auto* object = value.if_object())
    if (const auto* success = object->if_contains("success"); success && *success == false) return refusal(*object);
  return Reply(std::move(value));
}

}  // namespace detail

}  // namespace chitty

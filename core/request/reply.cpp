#include "request/reply.hpp"

#include <boost/json/parse.hpp>
#include <chitty/finite.hpp>
#include <chitty/plugin.h>
#include <chitty/request.hpp>

#include "base/text.hpp"
#include "request/source.hpp"

namespace chitty::host {

namespace {

Code kind_of(std::string_view word) {
  constexpr std::pair<std::string_view, Code> known[] = {{"invalid_argument", Code::invalid_argument},
                                                         {"unauthenticated", Code::unauthenticated},
                                                         {"permission_denied", Code::permission_denied},
                                                         {"not_found", Code::not_found},
                                                         {"conflict", Code::conflict},
                                                         {"rate_limited", Code::rate_limited}};
  for (const auto& [name, code] : known)
    if (name == word) return code;
  return Code::refused;
}

Error failure(const Failure& declared, const json::value& reply) {
  const auto* code = declared.code.empty() ? nullptr : find_at(reply, declared.code);
  const std::string code_text = code && !code->is_null() ? text_of(*code) : std::string();
  const bool is_pointer = declared.message.starts_with('/');
  const auto* said = is_pointer ? find_at(reply, declared.message) : nullptr;
  std::string words = is_pointer ? (said && said->is_string() ? std::string(said->get_string()) : std::string()) : declared.message;
  if (words.empty()) words = "The service rejected the request" + (code_text.empty() ? " without a reason." : " with the code " + code_text + ".");
  const auto* kind = declared.kinds.if_contains(code_text);
  Error error = make_error(kind && kind->is_string() ? kind_of(kind->get_string()) : Code::refused, std::move(words));
  if (!code_text.empty()) error.details["code"] = code_text;
  return error;
}

}  // namespace

const json::value* find_at(const json::value& value, std::string_view pointer) {
  boost::system::error_code ec;
  return value.find_pointer(pointer, ec);
}

bool is_something(const json::value* value) {
  if (!value || value->is_null()) return false;
  if (value->is_bool()) return value->get_bool();
  if (value->is_string()) return !value->get_string().empty();
  if (value->is_array()) return !value->get_array().empty();
  if (value->is_object()) return !value->get_object().empty();
  return true;
}

std::string name_of_place(std::string_view pointer) {
  const auto last = pointer.empty() ? pointer : pointer.substr(1);
  if (!last.empty() && last.find_first_of("/~") == last.npos) return std::string(last);
  return pointer.empty() ? "the whole" : "'" + std::string(pointer) + "'";
}

Error too_large_number() { return make_error(Code::malformed, "The service's answer has a number that is too large."); }

Result<json::value> read_json(HttpReply& reply) {
  const auto body = read_all(reply);
  if (!body) return body.error();
  if (body->empty()) return json::value(json::object());
  boost::system::error_code ec;
  json::parse_options limits;
  limits.max_depth = CHITTY_MAX_DEPTH;
  auto value = json::parse(without_byte_order_mark(*body), ec, {}, limits);  // RFC 8259, 8.1 lets it be ignored
  if (!ec && has_nonfinite(value)) return too_large_number();
  if (!ec) return value;
  if (ec == json::error::too_deep)
    return make_error(Code::malformed, "The service's answer is nested more than " + std::to_string(CHITTY_MAX_DEPTH) + " deep.");
  return make_error(Code::malformed, "The service answered with something that is not JSON: " + ec.message() + ".");
}

Result<void> check_failures(const std::vector<Failure>& failures, const json::value& reply) {
  if (const auto* object = reply.if_object())
    if (const auto* success = object->if_contains("success"); success && *success == false) return detail::refusal(*object);
  for (const auto& declared : failures)
    if (is_something(find_at(reply, declared.at))) return failure(declared, reply);
  return {};
}

Result<void> check_expected(const std::vector<std::string>& pointers, const json::value& reply) {
  for (const auto& pointer : pointers) {
    const auto* value = find_at(reply, pointer);
    if (value && !value->is_null() && *value != "") continue;
    return make_error(Code::malformed, "The service's answer has no " + name_of_place(pointer) + " in it.",
                      "It may have done what was asked: look at its answer with --trace before you run it again.");
  }
  return {};
}

}  // namespace chitty::host

#include "json_rpc.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/finite.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::mcp {

namespace {

bool is_id(const json::value& value) { return value.is_string() || value.is_int64() || value.is_uint64(); }

Message malformed(std::string why, json::value id = nullptr, RpcCode code = RpcCode::invalid_request) {
  Message message;
  message.id = std::move(id);
  message.error = {code, std::move(why), {}, 400};
  return message;
}

}  // namespace

Parsed parse(std::string_view text) {
  const auto refused = [](std::string why) { return Parsed{nullptr, RpcError{RpcCode::parse_error, std::move(why), {}, 400}}; };
  if (text.size() > most_bytes) return refused("Parse error: the message is larger than 4 MiB");
  boost::system::error_code ec;
  json::parse_options limits;
  limits.max_depth = most_deep;
  auto value = json::parse(text, ec, {}, limits);
  if (ec) return refused("Parse error: " + ec.message());
  if (chitty::has_nonfinite(value)) return refused("Parse error: a number is too large");
  return {std::move(value), std::nullopt};
}

Message message_of(json::value value) {
  if (value.is_array()) return malformed("Batches are not supported: send one message at a time");
  if (!value.is_object()) return malformed("A message must be a JSON object");
  auto& object = value.get_object();
  const auto* id = object.if_contains("id");
  const json::value echoed = id && is_id(*id) ? *id : json::value();
  if (chitty::text_in(object, "jsonrpc") != "2.0") return malformed("The member 'jsonrpc' must be \"2.0\"", echoed);
  if (id && !is_id(*id)) return malformed("An id must be a string or an integer");
  Message message;
  message.id = echoed;
  const auto* method = object.if_contains("method");
  if (!method) {
    const bool answers = object.contains("result") != object.contains("error");
    if (!id || !answers) return malformed("A message must have a method, or a result or an error and the id that it answers", echoed);
    message.kind = Message::Kind::response;
    message.body = std::move(object);
    return message;
  }
  if (!method->is_string()) return malformed("The member 'method' must be a string", echoed);
  message.method = method->get_string();
  if (auto* params = object.if_contains("params")) {
    if (!params->is_object()) return malformed("The member 'params' must be an object", echoed, RpcCode::invalid_params);
    message.params = std::move(params->get_object());
  }
  message.kind = id ? Message::Kind::request : Message::Kind::notification;
  return message;
}

json::object response(const json::value& id, json::object result) { return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}; }

json::object failure(const json::value& id, const RpcError& error) {
  json::object told{{"code", static_cast<int>(error.code)}, {"message", error.message}};
  if (!error.data.empty()) told["data"] = error.data;
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(told)}};
}

json::object notification(std::string_view method, json::object params) {
  json::object message{{"jsonrpc", "2.0"}, {"method", method}};
  if (!params.empty()) message["params"] = std::move(params);
  return message;
}

json::object request(const json::value& id, std::string_view method, json::object params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

std::string key_of(const json::value& id) { return json::serialize(id); }

}  // namespace chittyconnect::mcp

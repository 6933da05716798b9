// JSON-RPC 2.0 as MCP has it: a message is a request, a notification or a response; an id is a text or a whole number.
#ifndef CHITTYCONNECT_MCP_JSON_RPC_HPP
#define CHITTYCONNECT_MCP_JSON_RPC_HPP

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chittyconnect::mcp {

namespace json = boost::json;

// Codes of the protocol. The last three are of 2026-07-28, `resource_not_found` is of the versions before it alone.
enum class RpcCode {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  resource_not_found = -32002,
  header_mismatch = -32020,
  missing_capability = -32021,
  unsupported_version = -32022,
};

struct RpcError {
  RpcCode code = RpcCode::internal_error;
  std::string message;
  json::object data{};
  int http_status = 200;  // what it is told with over HTTP
};

struct Message {
  enum class Kind {
    request,
    notification,
    response,
    malformed
  };
  Kind kind = Kind::malformed;
  json::value id;  // of a request or response; null in what is malformed
  std::string method;
  json::object params;
  json::object body;  // of a response: the whole message
  RpcError error;     // of what is malformed
};

constexpr std::size_t most_bytes = 4 << 20;  // of one message
constexpr std::size_t most_deep = 64;

// One text to one value: parse_error when it is no JSON, larger or deeper than allowed.
struct Parsed {
  json::value value;
  std::optional<RpcError> error;
};
Parsed parse(std::string_view text);

// One value to one message. An array is no message: batches are the caller's affair.
Message message_of(json::value value);

json::object response(const json::value& id, json::object result);
json::object failure(const json::value& id, const RpcError& error);
json::object notification(std::string_view method, json::object params);
json::object request(const json::value& id, std::string_view method, json::object params);

// A text by which an id is found again: the text "1" and the number 1 are two.
std::string key_of(const json::value& id);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_JSON_RPC_HPP

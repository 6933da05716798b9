// The two eras of MCP. Until 2025-11-25 a client introduces itself once (`initialize`) and is remembered; from 2026-07-28 on each
// request says by itself what it needs. Which rules hold is a matter of the request.
#ifndef CHITTYCONNECT_MCP_ERA_HPP
#define CHITTYCONNECT_MCP_ERA_HPP

#include <functional>

#include "json_rpc.hpp"

namespace chittyconnect::mcp {

inline constexpr std::string_view modern_version = "2026-07-28";
inline constexpr std::string_view latest_legacy_version = "2025-11-25";
inline constexpr std::string_view version_without_header = "2025-03-26";  // of a legacy request over HTTP that does not say

bool is_legacy_version(std::string_view version);
json::array supported_versions();  // of both eras, the newest first

// The version in `params._meta`; empty when it is not there: the request is then of the legacy era.
std::string version_in(const json::object& params);

// What a modern request says of its client.
struct ModernClient {
  std::string name;
  json::object capabilities;
  std::string log_level;  // empty: it wants no log messages
};

// Malformed, or a version that we do not speak: refused. Else who asks.
struct ModernRequest {
  std::optional<RpcError> error;
  ModernClient client;
};
ModernRequest modern_request(const json::object& params);

// The headers of a modern request against its body; a reason to refuse, or none. `header`: by name, empty when absent.
using Headers = std::function<std::string(std::string_view name)>;
std::optional<RpcError> header_mismatch(const Message& message, const Headers& header);

// "=?base64?…?=" decoded; anything else as it is.
std::optional<std::string> header_text(std::string_view value);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_ERA_HPP

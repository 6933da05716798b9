#include "era.hpp"

#include <algorithm>
#include <array>
#include <chitty/base64.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::mcp {

namespace {

constexpr std::array<std::string_view, 4> legacy{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
constexpr std::string_view meta_version = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view meta_client = "io.modelcontextprotocol/clientInfo";
constexpr std::string_view meta_capabilities = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view meta_log_level = "io.modelcontextprotocol/logLevel";

const json::object* meta_of(const json::object& params) {
  const auto* meta = params.if_contains("_meta");
  return meta && meta->is_object() ? &meta->get_object() : nullptr;
}

RpcError refused(RpcCode code, std::string message, json::object data = {}) { return {code, std::move(message), std::move(data), 400}; }

// Where a method's subject stands, which the header Mcp-Name repeats; none for other methods.
std::string_view name_member(std::string_view method) {
  if (method == "tools/call" || method == "prompts/get") return "name";
  return method == "resources/read" ? "uri" : std::string_view();
}

}  // namespace

bool is_legacy_version(std::string_view version) { return std::find(legacy.begin(), legacy.end(), version) != legacy.end(); }

json::array supported_versions() {
  json::array all{json::string(modern_version)};
  for (const auto one : legacy) all.emplace_back(json::string(one));
  return all;
}

std::string version_in(const json::object& params) {
  const auto* meta = meta_of(params);
  return meta ? chitty::text_in(*meta, meta_version) : std::string();
}

ModernRequest modern_request(const json::object& params) {
  const auto* meta = meta_of(params);
  const auto version = version_in(params);
  if (version.empty()) return {refused(RpcCode::invalid_params, "params._meta must have io.modelcontextprotocol/protocolVersion"), {}};
  if (version != modern_version)
    return {refused(RpcCode::unsupported_version, "Unsupported protocol version", {{"supported", supported_versions()}, {"requested", version}}), {}};
  const auto* capabilities = meta->if_contains(meta_capabilities);
  if (!capabilities || !capabilities->is_object())
    return {refused(RpcCode::invalid_params, "params._meta must have io.modelcontextprotocol/clientCapabilities, an object"), {}};
  const auto* client = meta->if_contains(meta_client);
  return {std::nullopt, {client ? chitty::text_in(*client, "name") : std::string(), capabilities->get_object(), chitty::text_in(*meta, meta_log_level)}};
}

std::optional<std::string> header_text(std::string_view value) {
  constexpr std::string_view begin = "=?base64?", end = "?=";
  if (!value.starts_with(begin) || !value.ends_with(end) || value.size() < begin.size() + end.size()) return std::string(value);
  return chitty::from_base64(value.substr(begin.size(), value.size() - begin.size() - end.size()));
}

std::optional<RpcError> header_mismatch(const Message& message, const Headers& header) {
  const auto mismatch = [](std::string why) { return refused(RpcCode::header_mismatch, "Header mismatch: " + std::move(why)); };
  if (const auto version = header("MCP-Protocol-Version"); version != version_in(message.params))
    return mismatch(version.empty() ? "MCP-Protocol-Version is missing" : "MCP-Protocol-Version is not the version of the body");
  if (const auto method = header("Mcp-Method"); method != message.method) return mismatch(method.empty() ? "Mcp-Method is missing" : "Mcp-Method is not the method of the body");
  const auto member = name_member(message.method);
  if (member.empty()) return std::nullopt;
  const auto given = header("Mcp-Name");
  if (given.empty()) return mismatch("Mcp-Name is missing");
  const auto name = header_text(given);
  if (!name || *name != chitty::text_in(message.params, member)) return mismatch("Mcp-Name is not params." + std::string(member) + " of the body");
  return std::nullopt;
}

}  // namespace chittyconnect::mcp

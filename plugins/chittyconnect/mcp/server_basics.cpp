// How a client begins: initialize (legacy), server/discover (modern); and what it wants to hear of.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

#include "server.hpp"

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::string_view levels[] = {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};
constexpr std::size_t most_listeners = 100, most_subscriptions = 16;
constexpr std::string_view watched = "chitty://catalogue";

std::string instructions(const ToolBox& box) {
  return "Commands of ChittyOS as tools. What is not listed is found by commands_search and run by commands_call" + std::string(box.reads_only() ? "; all of them only read." : ".") +
         " A result that is too long ends with a nextCursor, for results_more.";
}

}  // namespace

json::object Server::capabilities() {
  return {{"tools", {{"listChanged", true}}}, {"resources", {{"subscribe", true}}}, {"prompts", json::object()}, {"completions", json::object()}, {"logging", json::object()}};
}

void Server::initialize(Call& call) {
  const auto& params = call.message.params;
  const auto wanted = text_in(params, "protocolVersion");
  const auto* able = params.if_contains("capabilities");
  const auto* who = params.if_contains("clientInfo");
  if (wanted.empty() || !able || !able->is_object() || !who || !who->is_object())
    return refuse(call, {RpcCode::invalid_params, "initialize needs protocolVersion, capabilities and clientInfo", {}, 400});
  call.client->version = is_legacy_version(wanted) ? wanted : std::string(latest_legacy_version);
  call.client->capabilities = able->get_object();
  call.client->name = text_in(*who, "name");
  done(call, {{"protocolVersion", call.client->version},
              {"capabilities", capabilities()},
              {"serverInfo", {{"name", "chitty"}, {"title", "ChittyOS"}, {"version", world_.version}}},
              {"instructions", instructions(box_)}});
}

void Server::discover(const Call& call) {
  done(call, {{"supportedVersions", supported_versions()}, {"capabilities", capabilities()}, {"instructions", instructions(box_)}}, true);
}

void Server::set_level(const Call& call) {
  const auto level = text_in(call.message.params, "level");
  if (std::find(std::begin(levels), std::end(levels), level) == std::end(levels)) return refuse(call, {RpcCode::invalid_params, "Unknown log level: " + level.substr(0, 40), {}, 400});
  call.client->log_level = level;
  done(call, {});
}

// Of what we have, the catalogue is the one thing whose changes are seen here.
void Server::subscribe(const Call& call, bool on) {
  const auto uri = text_in(call.message.params, "uri");
  if (uri != watched) return refuse(call, {RpcCode::invalid_params, "Only chitty://catalogue can be subscribed to", {{"uri", uri.substr(0, 200)}}, 400});
  auto& all = call.client->subscriptions;
  if (on && all.size() < most_subscriptions) all.insert(uri);
  if (!on) all.erase(uri);
  done(call, {});
}

void Server::listen(Call& call) {
  const auto* asked = call.message.params.if_contains("notifications");
  if (!asked || !asked->is_object()) return refuse(call, {RpcCode::invalid_params, "subscriptions/listen needs params.notifications", {}, 400});
  if (listeners_.size() >= most_listeners) return refuse(call, {RpcCode::internal_error, "Too many listen already", {}, 503});
  json::object wants;
  if (const auto* tools = asked->get_object().if_contains("toolsListChanged"); tools && *tools == true) wants["toolsListChanged"] = true;
  if (const auto* uris = asked->get_object().if_contains("resourceSubscriptions"); uris && uris->is_array())
    for (const auto& uri : uris->get_array())
      if (uri == json::value(json::string(watched))) wants["resourceSubscriptions"] = json::array{json::string(watched)};
  json::object params{{"_meta", {{"io.modelcontextprotocol/subscriptionId", call.message.id}}}, {"notifications", wants}};
  call.outlet->message(json::serialize(notification("notifications/subscriptions/acknowledged", std::move(params))));
  listeners_.push_back({call.client, call.message.id, call.outlet, std::move(wants)});
}

}  // namespace chittyconnect::mcp

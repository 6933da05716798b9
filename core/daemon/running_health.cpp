#include "daemon/running_health.hpp"

#include "daemon/health_client.hpp"

#include <chrono>
#include <cstdlib>

namespace chitty::daemon {
namespace {

std::string host_of(const std::string& address) {
  const auto begin = address.find("://") + 3, end = address.rfind(':');
  std::string host = address.substr(begin, end - begin);
  if (!host.empty() && host.front() == '[') host = host.substr(1, host.size() - 2);
  return host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host;
}

}  // namespace

std::uint16_t port_of(const std::string& address) {
  const auto colon = address.rfind(':');
  return colon == std::string::npos ? 0 : static_cast<std::uint16_t>(std::strtoul(address.c_str() + colon + 1, nullptr, 10));
}

Result<json::object> health_of(const RunningDaemon& running) {
  if (running.address.empty()) return make_error(Code::unreachable, "chittyd is just starting.");
  auto health = ask_health(host_of(running.address), port_of(running.address), std::chrono::seconds(2));
  if (!health) return health.error();
  if (const auto* instance = health->if_contains("instance"); !instance || *instance != json::value(running.instance))
    return make_error(Code::conflict, "Another chittyd answers at " + running.address + ".",
                      "Give one of the two another port.");
  return health;
}

json::array service_list(const json::object& health) {
  json::array list;
  const auto* services = health.if_contains("services");
  if (!services || !services->is_object()) return list;
  for (const auto& [name, facts] : services->get_object()) {
    json::object row{{"name", name}};
    if (facts.is_object())
      for (const auto& [key, value] : facts.get_object()) row[key] = value;
    list.emplace_back(std::move(row));
  }
  return list;
}

json::object running_answer(const RunningDaemon& running, const json::object& health, bool already) {
  return json::object{{"address", running.address},
                      {"pid", running.pid},
                      {"already_running", already},
                      {"services", service_list(health)},
                      {"message", (already ? "chittyd runs already at " : "chittyd runs at ") + running.address}};
}

}  // namespace chitty::daemon

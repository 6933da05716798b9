#include "local/running_health.hpp"

#include "base/files.hpp"
#include "local/health_client.hpp"

#include <chitty/members.hpp>

#include <chrono>
#include <cstdlib>

namespace chitty::host {
namespace {

std::string host_of(const std::string& address) {
  const auto begin = address.find("://") + 3, end = address.rfind(':');
  std::string host = address.substr(begin, end - begin);
  if (!host.empty() && host.front() == '[') host = host.substr(1, host.size() - 2);
  return host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1"
                                                        : host;
}

}  // namespace

std::uint16_t port_of(const std::string& address) {
  const auto colon = address.rfind(':');
  return colon == std::string::npos ? 0 : static_cast<std::uint16_t>(std::strtoul(address.c_str() + colon + 1, nullptr, 10));
}

namespace {

Result<json::object> ask(const RunningDaemon& running, const std::string& page, std::chrono::milliseconds timeout) {
  if (running.address.empty()) return make_error(Code::unreachable, "chittyd is starting.");
  auto health = ask_health(host_of(running.address), port_of(running.address), page, timeout);
  if (!health) return health.error();
  if (const auto* instance = health->if_contains("instance"); !instance || *instance != json::value(running.instance))
    return make_error(Code::conflict, "Another chittyd answers at " + running.address + ".",
                      "Move one of the two to another port.");
  return health;
}

}  // namespace

Result<json::object> health_of(const RunningDaemon& running) { return ask(running, "/health", std::chrono::seconds(4)); }

Result<json::object> readiness_of(const RunningDaemon& running) { return ask(running, "/health/ready", std::chrono::seconds(5)); }

bool is_stopped(int pid) {
  const auto text = read_file("/proc/" + std::to_string(pid) + "/stat");
  const auto bracket = text ? text->rfind(')') : std::string::npos;
  return bracket != std::string::npos && bracket + 2 < text->size() && ((*text)[bracket + 2] == 'T' || (*text)[bracket + 2] == 't');
}

Result<json::object> told_to_owner(const RunningDaemon& running, const std::string& path, const std::string& token) {
  if (auto health = health_of(running); !health) return health.error();
  return ask_as_owner(host_of(running.address), port_of(running.address), path, token, std::chrono::seconds(10));
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

std::string shown_address(const RunningDaemon& running, const json::object& health) {
  const auto* tls = health.if_contains("tls");
  const auto by_tls = tls ? text_in(*tls, "address") : std::string();
  return by_tls.empty() ? running.address : by_tls;
}

json::object running_answer(const RunningDaemon& running, const json::object& health, bool already) {
  json::object answer{{"address", running.address},
                      {"pid", running.pid},
                      {"alreadyRunning", already},
                      {"services", service_list(health)},
                      {"message", (already ? "chittyd is already running at " : "chittyd is running at ") + shown_address(running, health)}};
  for (const auto* fact : {"tls", "warnings"})
    if (const auto* value = health.if_contains(fact)) answer[fact] = *value;
  return answer;
}

}  // namespace chitty::host

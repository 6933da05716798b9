// chitty os up, down, status
#include "commands.hpp"

namespace chitty::os::commands {

namespace {

// What a newcomer has not done yet is done here; what the configuration says already stays, unless a port is asked for.
Result<void> be_set_up(Host& host, const json::object& options) {
  auto made = set_up(host, options, !options.empty());
  if (!made) return made.error();
  for (const auto& key : made->at("wrote").as_array()) host.note("Set " + std::string(key.as_string()));
  return {};
}

// A service that did not start is told by name: the address answers all the same.
void note_unwell(Host& host, const json::value& running) {
  const auto* services = running.as_object().if_contains("services");
  if (!services || !services->is_array()) return;
  for (const auto& service : services->get_array()) {
    const auto text = [&](std::string_view member) {
      const auto* value = service.is_object() ? service.get_object().if_contains(member) : nullptr;
      return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    if (text("status") != "ok") host.note(text("name") + " is " + text("status") + "; see chitty os status --all");
  }
}

}  // namespace

Result<void> not_elsewhere(const Arguments& args, Host& host) {
  if (!args.has("port")) return {};
  auto told = host.local("status");
  if (!told) return told.error();
  const auto& facts = told->as_object();
  const auto* address = facts.if_contains("address");
  if (facts.at("running") != true || !address || !address->is_string()) return {};
  const std::string now(address->get_string()), port = std::to_string(args.integer("port"));
  if (now.substr(now.rfind(':') + 1) == port) return {};
  return make_error(Code::conflict, "chittyd runs already at " + now, "To move it: chitty os down, then chitty os up --port " + port);
}

Result<Reply> up(const Arguments& args, Host& host) {
  if (auto free = not_elsewhere(args, host); !free) return free.error();
  if (auto ready = be_set_up(host, port_option(args)); !ready) return ready.error();
  auto running = host.local("up", port_option(args));
  if (!running) {
    if (running.error().code != Code::conflict) return running.error();
    auto taken = running.error();
    taken.hint = "Choose another port, as in chitty os up --port 4280, or stop the program that has this one.";
    return taken;
  }
  note_unwell(host, *running);
  return Reply(std::move(*running));
}

Result<Reply> down(const Arguments& args, Host& host) {
  json::object options;
  if (args.has("wait")) options["timeout_ms"] = args.integer("wait");
  auto stopped = host.local("down", options);
  if (!stopped) return stopped.error();
  return Reply(std::move(*stopped));
}

Result<json::array> rows_of_status(Host& host) {
  auto told = host.local("status");
  if (!told) return told.error();
  auto& facts = told->as_object();
  const auto* running = facts.if_contains("running");
  json::object self{{"name", "chittyd"}, {"status", running && *running == true ? "ok" : "down"}};
  for (const auto* fact : {"address", "pid", "uptime_ms", "database", "message"})
    if (const auto* value = facts.if_contains(fact)) self[fact] = *value;
  json::array rows{std::move(self)};
  if (const auto* services = facts.if_contains("services"); services && services->is_array())
    for (const auto& service : services->get_array()) rows.push_back(service);
  return rows;
}

// chitty os status: the daemon, and with --all each service that it hosts.
Result<Reply> status(const Arguments& args, Host& host) {
  auto rows = rows_of_status(host);
  if (!rows) return rows.error();
  if (!args.flag("all")) rows->resize(1);
  return Reply::records(std::move(*rows));
}

}  // namespace chitty::os::commands

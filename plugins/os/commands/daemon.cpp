// chitty os up, down
#include "commands.hpp"

#include <chitty/members.hpp>

namespace os::commands {

namespace {

// A conflict has two kinds: somebody else's program has the port, or a daemon of ours is in the way.
Error with_way_out(Error error) {
  if (error.code != Code::conflict) return error;
  const auto reason = text_in(error.details, "reason");
  error.hint = reason == "folder_deleted" ? "Stop it: chitty os down"
               : reason == "tls_port"     ? "Stop the program that uses it, or choose another port for HTTPS: chitty os up --tls-port 4281"
                                          : "Stop the program that uses it, or choose another port: chitty os up --port 4280";
  return error;
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

json::object port_option(Port port) { return port ? json::object{{"port", *port}} : json::object(); }

Result<void> not_elsewhere(Port port, Host& host) {
  if (!port || *port == 0) return {};  // any port is the one that it has
  CHITTY_TRY(auto told, host.daemon("status"));
  const auto& facts = told.as_object();
  const auto* address = facts.if_contains("address");
  if (facts.at("running") != true || !address || !address->is_string()) return {};
  const std::string now(address->get_string()), wanted = std::to_string(*port);
  if (now.substr(now.rfind(':') + 1) == wanted) return {};
  return make_error(Code::conflict, "chittyd is already running at " + now, "To move it: chitty os down, then chitty os up --port " + wanted);
}

Result<Reply> up(const Up& args, Host& host) {
  CHITTY_DO(not_elsewhere(args.port, host));
  // First the daemon, then the configuration: of a start that failed nothing is written down.
  CHITTY_TRY(auto options, up_options(args));
  auto running = up_with_certificate(std::move(options), host);
  if (!running) return with_way_out(running.error());
  CHITTY_TRY(const auto wrote, write_settings(host, running->as_object()));
  for (const auto& key : wrote) host.note("Set " + std::string(key.as_string()));
  note_unwell(host, *running);
  return Reply(std::move(*running));
}

Result<Reply> down(const Down& args, Host& host) {
  json::object options;
  if (args.wait) options["timeoutMs"] = *args.wait;
  CHITTY_TRY(auto stopped, host.daemon("down", options));
  return Reply(std::move(stopped));
}

}  // namespace os::commands

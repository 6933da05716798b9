// What an action of chitty.local/1 would do: Control's own look at things, and none of its hands.
#include "local/control.hpp"
#include "local/control_words.hpp"
#include "local/listening_socket.hpp"
#include "local/running_health.hpp"

namespace chitty::host {

Result<Control::Foreseen> Control::foresee(std::string_view action, const json::object& options) {
  const auto asked = port_option(options);
  if (!asked) return asked.error();
  auto port = wanted_port(*asked);
  if (!port) return port.error();
  const auto now = running();
  const bool any = *port == 0 && !now;
  if (*port == 0) port = now ? Result<std::uint16_t>(port_of(now->address)) : free_port();  // such a one as it would be
  if (!port) return port.error();
  if (action == "init") {
    std::error_code ec;
    const bool made = std::filesystem::exists(folder_.token_file(), ec);
    if (!made) return Foreseen{"create " + folder_.root.string() + " and the owner's token in it", facts(*port)};
    if (any) return Foreseen{"use a port that is free from now on", facts(*port)};
    const auto kept = wanted_port(std::nullopt);
    return Foreseen{kept && *kept == *port ? "" : "use port " + std::to_string(*port) + " from now on", facts(*port)};
  }
  if (action == "up") {
    const auto wish = tls_wish(options);
    if (!wish) return wish.error();
    auto tls = wanted_tls(*port, *wish);
    if (!tls) return tls.error();
    const bool restarts = now && wish->is_one() && !is_as_wished(*now, *tls);
    if (tls->on && tls->port == 0) {
      const auto another = free_port();
      if (!another) return another.error();
      tls->port = *another;
    }
    json::object answer = facts(*port, *tls);
    answer["alreadyRunning"] = now.has_value();
    answer["pid"] = now ? now->pid : 0;
    answer["address"] = now ? now->address : std::string(answer["baseUrl"].as_string());
    answer["message"] = "chittyd is already running at " + std::string(answer["address"].as_string());
    const std::string at = any ? "a port that is free" : std::string(answer["address"].as_string()) + (tls->on ? " and " + std::string(answer["tls"].as_object()["baseUrl"].as_string()) : "");
    if (restarts) return Foreseen{"restart chittyd at " + at, std::move(answer)};
    return Foreseen{now ? "" : "start chittyd at " + at, std::move(answer)};
  }
  if (action == "down") {
    json::object answer{{"stopped", false}, {"message", "chittyd is not running"}};
    return Foreseen{now ? "stop chittyd (process " + std::to_string(now->pid) + ") at " + now->address : "", std::move(answer)};
  }
  return make_error(Code::not_supported, "the local daemon has no action '" + std::string(action) + "'.", "Update chitty.");
}

}  // namespace chitty::host

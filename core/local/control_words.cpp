// The words of chitty.local/1 to functions of Control.
#include "local/control.hpp"

#include "local/control_words.hpp"

namespace chitty::host {

Result<std::optional<std::uint16_t>> port_option(const json::object& options) {
  const auto* port = options.if_contains("port");
  if (!port || port->is_null()) return std::optional<std::uint16_t>();
  if (!port->is_int64() || port->get_int64() < 0 || port->get_int64() > 65535)
    return usage_error("invalid port: expected a number from 0 to 65535", "Choose one above 1023, such as " + std::to_string(default_port) + ".");
  return std::optional<std::uint16_t>(static_cast<std::uint16_t>(port->get_int64()));
}

Result<json::object> Control::act(std::string_view action, const json::object& options,
                                  const std::function<bool()>& cancelled) {
  auto port = port_option(options);
  if (!port) return port.error();
  const auto tls = tls_wish(options);
  if (!tls) return tls.error();
  if (action == "init") return init(*port);
  if (action == "status") return status();
  if (action == "quotas") return quotas();
  if (action == "up") {
    const auto* foreground = options.if_contains("foreground");
    if (foreground && foreground->is_bool() && foreground->get_bool()) return run_in_foreground(*port, *tls);
    return up(*port, *tls, cancelled);
  }
  if (action == "down") {
    const auto* limit = options.if_contains("timeoutMs");
    return limit && limit->is_int64() ? down(std::chrono::milliseconds(limit->get_int64())) : down();
  }
  return make_error(Code::not_supported, "the local daemon has no action '" + std::string(action) + "'.", "Update chitty.");
}

}  // namespace chitty::host

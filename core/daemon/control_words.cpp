// The words of chitty.local/1 to functions of Control.
#include "daemon/control.hpp"

namespace chitty::daemon {
namespace {

Result<std::optional<std::uint16_t>> port_option(const json::object& options) {
  const auto* port = options.if_contains("port");
  if (!port || port->is_null()) return std::optional<std::uint16_t>();
  if (!port->is_int64() || port->get_int64() < 1 || port->get_int64() > 65535)
    return usage_error("The port must be a number between 1 and 65535.", "Choose one above 1023, such as 4271.");
  return std::optional<std::uint16_t>(static_cast<std::uint16_t>(port->get_int64()));
}

}  // namespace

Result<json::object> Control::act(std::string_view action, const json::object& options,
                                  const std::function<bool()>& cancelled) {
  auto port = port_option(options);
  if (!port) return port.error();
  if (action == "init") return init(*port);
  if (action == "status") return status();
  if (action == "up") {
    const auto* foreground = options.if_contains("foreground");
    if (foreground && foreground->is_bool() && foreground->get_bool()) return run_in_foreground(*port);
    return up(*port, cancelled);
  }
  if (action == "down") {
    const auto* limit = options.if_contains("timeout_ms");
    return limit && limit->is_int64() ? down(std::chrono::milliseconds(limit->get_int64())) : down();
  }
  return make_error(Code::not_supported, "The local daemon knows no action '" + std::string(action) + "'.", "Update chitty.");
}

}  // namespace chitty::daemon

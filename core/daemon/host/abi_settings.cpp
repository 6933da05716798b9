// chitty.settings/1: what the operator has set for a service.
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

chitty_status CHITTY_CALL get(chitty_call* call, const chitty_str* key, const chitty_sink* out, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto& service = ServiceCall::of(call).service;
    const auto name = std::string(abi::view(key).substr(0, 64));
    const auto* value = service.settings.if_contains(abi::view(key));
    if (!value)
      return abi::fill(error, make_error(Code::plugin_fault, "The service " + service.name + " asks for the setting '" + name + "', which its manifest does not declare.",
                                         "Report it to the plugin's publisher."));
    if (value->is_null()) return abi::fill(error, make_error(Code::not_found, "The setting '" + name + "' of " + service.name + " is not set."));
    const auto text = json::serialize(*value);
    return out->write(out->context, text.data(), text.size());
  });
}

}  // namespace

const chitty_settings& settings_table() {
  static const chitty_settings table{sizeof(chitty_settings), 0, get};
  return table;
}

}  // namespace chitty::host::daemon

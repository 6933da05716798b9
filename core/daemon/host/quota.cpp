#include "daemon/host/quota.hpp"

#include <boost/json/parse.hpp>

#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

Error fault(const ServiceCall& call, const std::string& words) {
  return make_error(Code::plugin_fault, "The service " + call.service.name + " " + words + ".",
                    "Report it to the plugin's publisher.");
}

}  // namespace

Result<void> within_quota(ServiceCall& call, std::string_view kind, std::uint64_t more, std::string_view holder) {
  const auto* quota = call.service.quota(kind);
  if (!quota)
    return fault(call,
                 "asks for the quota '" + std::string(kind.substr(0, 64)) + "', which its manifest does not declare");
  if (quota->most == 0 || (call.caller && call.caller->is_unbounded())) return {};
  if (holder.empty() && call.caller) holder = call.caller->facts.subject;
  if (holder.empty() || holder.starts_with("service:")) return {};  // nobody's, or a service's
  auto connection = call.connection();
  if (!connection) return connection.error();
  if (!(*connection)->in_transaction()) return fault(call, "asks for a quota outside of a transaction");
  const auto sql = used_sql(*quota);
  json::object parameters{{"holder", json::string_view(holder.data(), holder.size())}};
  if (takes_now(sql)) parameters["now"] = trusted_ms();
  std::uint64_t used = 0;
  auto counted = (*connection)->run(sql, parameters, [&](std::string_view row) -> Result<void> {
    used = static_cast<std::uint64_t>(json::parse({row.data(), row.size()}).at("used").as_int64());
    return {};
  });
  if (!counted) return counted.error();
  return hold_to(*quota, call.service.name, used, more);
}

}  // namespace chitty::host::daemon

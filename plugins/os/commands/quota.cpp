// chitty os quota: of each kind of thing how many one may have, and who has most.
#include "commands.hpp"

namespace os::commands {

namespace {

constexpr const char* restart = "Restart it: chitty os down, then chitty os up";

Error with_way_on(Error error) {
  if (error.code == Code::unreachable && error.hint.empty())
    error.hint = error.details.contains("reason") ? restart : "Start it: chitty os up";
  return error;
}

}  // namespace

Result<Reply> quota(const Quota& args, Host& host) {
  const auto told = host.daemon("quotas");
  if (!told) return with_way_on(told.error());
  const auto* all = told->is_object() ? told->get_object().if_contains("quotas") : nullptr;
  if (!all || !all->is_array()) return make_error(Code::malformed, "chittyd's answer has no quotas.", restart);
  json::array rows;
  for (const auto& row : all->get_array()) {
    const auto* service = row.is_object() ? row.get_object().if_contains("service") : nullptr;
    if (args.service.empty() || (service && *service == json::value(args.service))) rows.push_back(row);
  }
  if (rows.empty() && !args.service.empty())
    return make_error(Code::not_found, "service '" + args.service + "' has no quotas here",
                      "List all quotas: chitty os quota");
  return Reply::records(std::move(rows));
}

}  // namespace os::commands

#include "call.hpp"

#include <chitty/members.hpp>

namespace os {

using namespace chitty;

Result<Call> call_of(Host& host) {
  CHITTY_TRY(const auto told, host.daemon("call"));
  const auto* dry = told.is_object() ? told.get_object().if_contains("dryRun") : nullptr;
  const auto environment = told.is_object() ? text_in(told, "environment") : std::string();
  return Call{environment.empty() ? "local" : environment, dry && *dry == true};
}

}  // namespace os

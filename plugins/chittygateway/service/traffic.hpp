// The role `policy`: what requests there were (plugin.h, chitty.policy/1).
#pragma once

#include <chitty/service.hpp>

namespace chittygateway {

chitty::Result<void> measured(chitty::Service& service, const chitty::json::array& sums);

}  // namespace chittygateway

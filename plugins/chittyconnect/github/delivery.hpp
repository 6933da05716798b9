// What GitHub has sent: received at once, worked at afterwards.
#pragma once

#include <chitty/service.hpp>

namespace chittyconnect::github {

using namespace chitty;

// The oldest delivery whose work is left, done in one transaction: after a crash it is left again. Was there one?
Result<bool> work_at_one(Service& service);

// What was done long ago goes: thirty days.
Result<void> forget_old(Service& service);

}  // namespace chittyconnect::github

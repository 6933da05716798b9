// May whoever asks have more things of a kind? Counted in the transaction that makes them: services write one after the
// other (store/dialect.hpp), so that no two requests have the last one.
#pragma once

#include <string_view>

#include "daemon/host/service_call.hpp"

namespace chitty::host::daemon {

// What chitty.exchange/1 says of `quota`. [call-thread]
Result<void> within_quota(ServiceCall& call, std::string_view kind, std::uint64_t more, std::string_view holder);

}  // namespace chitty::host::daemon

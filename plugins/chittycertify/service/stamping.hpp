// The time-stamp authority of this service.
#pragma once

#include <chitty/service.hpp>

#include "../cms/stamp.hpp"

namespace chittycertify {

// A TimeStampResp to this query, whatever it asks. Not within a transaction.
chitty::Result<std::string> stamp(chitty::Service& service, std::string_view query);

// The token over `bytes` by this authority, in the response that it came with. REFUSED: it has no time to give.
chitty::Result<std::string> stamped_response(chitty::Service& service, std::string_view bytes);

// A promise in milliseconds, from the kernel's own estimate; none when it says that its clock is not synchronised.
std::optional<std::int64_t> clock_accuracy_ms();

}  // namespace chittycertify

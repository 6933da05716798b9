// Room first, then the exchange: could a credential be kept, if it came?
#pragma once

#include "config/config.hpp"

namespace chitty::host {

// To be asked before something that works once (a refresh token, a code, a registration) is spent for a credential. The secrets'
// place and the configuration's are written to, made durable and left as they were. CONFIGURATION says which of the two cannot
// be written, and why; nothing has been spent then.
Result<void> prove_room(const Paths& paths, const Config& config);

}  // namespace chitty::host

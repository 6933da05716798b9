// The time in HTTP's form, "Mon, 23 Nov 2026 15:04:05 GMT", made once a second for each thread.
#pragma once

#include <string_view>

namespace chitty::host::daemon {

std::string_view http_date();  // valid until this thread asks again

}  // namespace chitty::host::daemon

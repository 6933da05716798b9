// The page of metrics of this environment's daemon, or of a service that is elsewhere.
#pragma once

#include <chitty/host.hpp>

#include <string>

namespace os::metrics {

// GET /metrics of the environment's chittyd, with the person's credential. UNREACHABLE says how to start it.
chitty::Result<std::string> page_of_daemon(chitty::Host& host);

// GET /metrics below `base_url`, as anybody may ask. NOT_FOUND: it has none.
chitty::Result<std::string> page_of_service(chitty::Host& host, const std::string& name, const std::string& base_url);

}  // namespace os::metrics

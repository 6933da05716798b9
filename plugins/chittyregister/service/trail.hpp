// What happened to a service: remembered here, and told to whoever takes events.
#pragma once

#include <chitty/service.hpp>

namespace chittyregister {

// `event` is a word such as "certificate.issued"; by the caller, now. In the transaction that does it.
chitty::Result<void> remember(chitty::Service& service, std::string_view name, std::string_view holder, std::string_view event,
                              chitty::json::object detail = {});

}  // namespace chittyregister

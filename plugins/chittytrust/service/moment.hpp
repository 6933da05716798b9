// Times that somebody gives: RFC 3339, not in the future.
#pragma once

#include <chitty/service.hpp>
#include <string_view>

namespace chittytrust {

// Milliseconds since 1970. INVALID_ARGUMENT names `what`: "the timestamp of event e1".
chitty::Result<std::int64_t> past_moment(const chitty::Service& service, std::string_view text, std::string_view what);

// The clock of a score: what is given, or now.
chitty::Result<std::int64_t> clock_of(const chitty::Service& service, std::string_view at);

}  // namespace chittytrust

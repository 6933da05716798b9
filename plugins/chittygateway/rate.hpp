// The words for a rate: "1000req/hour", "50req/s", "100req/10s".
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chittygateway {

struct Rate {
  std::int64_t requests = 0, period_ms = 0;
  std::string text() const;  // as it would be written: "1000req/hour"
};

// INVALID_ARGUMENT says what cannot be, and what can.
chitty::Result<Rate> rate_of(std::string_view text);

}  // namespace chittygateway

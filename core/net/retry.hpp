// Decides whether to retry, and after what delay.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace chitty::host {

// The longest Retry-After that is waited for; beyond it the person is told when to come back.
inline constexpr std::chrono::seconds longest_retry_after{30};

// 429, 502, 503, 504: the request was not done, and later it may be.
bool is_retryable(int status);

// A Retry-After header: seconds, or an HTTP date seen from `now` (past: zero). Nothing if it is neither.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, UnixMs now);

// "full jitter": evenly between nothing and 100 ms doubled with each try (`tried` from 0), at most 5 s.
// `dice` is evenly from [0, 1).
std::chrono::milliseconds backoff(int tried, double dice);

}  // namespace chitty::host

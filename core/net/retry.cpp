#include "net/retry.hpp"

#include <time.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace chitty::host {

bool is_retryable(int status) { return status == 429 || (status >= 502 && status <= 504); }

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, UnixMs now) {
  using std::chrono::milliseconds;
  std::int64_t seconds = 0;
  const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (wrong == std::errc{} && end == value.data() + value.size() && seconds >= 0)
    return milliseconds(1000 * std::min<std::int64_t>(seconds, 366 * 86400));
  // The one form of date that is still sent (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
  tm parts{};
  const std::string text(value);
  const char* rest = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!rest || *rest) return std::nullopt;
  return milliseconds(std::max<std::int64_t>(0, std::int64_t{::timegm(&parts)} * 1000 - now));
}

std::chrono::milliseconds backoff(int tried, double dice) {
  const auto ceiling = std::min<std::int64_t>(5000, std::int64_t{100} << std::clamp(tried, 0, 16));
  return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(ceiling) * dice));
}

}  // namespace chitty::host

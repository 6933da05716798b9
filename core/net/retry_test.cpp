#include "net/retry.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

using namespace std::chrono_literals;

TEST(Retry, AfterIsSecondsOrADate) {
  const UnixMs now = 784111777'000;  // Sun, 06 Nov 1994 08:49:37 GMT
  EXPECT_EQ(parse_retry_after("120", now), 120s);
  EXPECT_EQ(parse_retry_after("0", now), 0s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:47 GMT", now), 10s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), 0s);
  EXPECT_EQ(parse_retry_after("99999999999", now), std::chrono::hours(366 * 24));
  for (const auto* text : {"", "soon", "-1", "1.5", "12 s", "Sun, 06 Nov"})
    EXPECT_FALSE(parse_retry_after(text, now)) << text;
}

TEST(Retry, BackoffDoublesUpToItsCeiling) {
  EXPECT_EQ(backoff(0, 0.5), 50ms);
  EXPECT_EQ(backoff(3, 0.5), 400ms);
  EXPECT_EQ(backoff(3, 0.0), 0ms);
  EXPECT_EQ(backoff(60, 1.0), 5s);
}

TEST(Retry, OnlyWhatWasNotDone) {
  for (const int status : {429, 502, 503, 504}) EXPECT_TRUE(is_retryable(status));
  for (const int status : {200, 400, 401, 404, 409, 500, 501, 505}) EXPECT_FALSE(is_retryable(status));
}

}  // namespace
}  // namespace chitty::host

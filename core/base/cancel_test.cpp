#include "base/cancel.hpp"

#include <gtest/gtest.h>
#include <poll.h>

namespace chitty::host {
namespace {

bool wakes(const CancelToken& token) {
  pollfd wake{token.wake_fd(), POLLIN, 0};
  return ::poll(&wake, 1, 0) > 0;
}

TEST(Cancel, AnInterruptionCanBeForgivenAndComeAgain) {
  CancelToken token;
  for (int i = 0; i < 3; ++i) {
    token.cancel(CancelToken::Why::interrupted);
    token.cancel(CancelToken::Why::interrupted);
    EXPECT_TRUE(token.cancelled());
    EXPECT_TRUE(wakes(token));
    token.forgive();
    EXPECT_FALSE(token.cancelled());
    EXPECT_FALSE(wakes(token)) << "what waits waits again";
    EXPECT_TRUE(token.wait(std::chrono::milliseconds(1)));
  }
}

TEST(Cancel, NothingElseCanBeForgiven) {
  CancelToken token;
  token.forgive();
  EXPECT_FALSE(token.cancelled());
  token.cancel(CancelToken::Why::client_gone);
  token.forgive();
  EXPECT_EQ(token.why(), CancelToken::Why::client_gone);
  EXPECT_TRUE(wakes(token));
  CancelToken late;
  late.set_deadline(CancelToken::Clock::now() - std::chrono::seconds(1));
  late.cancel(CancelToken::Why::interrupted);
  late.forgive();
  EXPECT_EQ(late.why(), CancelToken::Why::timed_out) << "its time is over all the same";
}

}  // namespace
}  // namespace chitty::host

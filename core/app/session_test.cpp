// Who exchanges a credential has it alone; and what another has kept meanwhile counts.
#include "app/session.hpp"

#include "config/test_home.hpp"

namespace chitty {
namespace {

using namespace std::chrono_literals;

class HoldCredentials : public TestHome {
 protected:
  Result<FileLock> another() { return FileLock::take(paths.config / "credentials", 0ms); }
};

TEST_F(HoldCredentials, IsForOneAtATimeAndEndsWithTheRun) {
  {
    Session one(paths, Terminal());
    ASSERT_TRUE(one.hold_credentials());
    EXPECT_TRUE(one.hold_credentials()) << "again in the same run";
    EXPECT_EQ(another().error().code, Code::conflict);
    Session two(paths, Terminal());
    const auto refused = two.hold_credentials(60ms);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_NE(refused.error().hint.find("again"), std::string::npos);
  }
  EXPECT_TRUE(another());
}

TEST_F(HoldCredentials, ReadsAnewWhatWasKeptMeanwhile) {
  write(paths.config / "config.json", R"({"remotes": {"x": {"type": "before"}}})");
  Session session(paths, Terminal());
  ASSERT_EQ(*session.config().value()->find("remotes.x.type"), "before");
  write(paths.config / "config.json", R"({"remotes": {"x": {"type": "after"}}})");
  ASSERT_TRUE(session.hold_credentials());
  EXPECT_EQ(*session.config().value()->find("remotes.x.type"), "after");
}

TEST_F(HoldCredentials, WhoIsStoppedWaitsNoLonger) {
  const auto busy = another();
  Session session(paths, Terminal());
  session.cancel.cancel(CancelToken::Why::interrupted);
  EXPECT_EQ(session.hold_credentials().error().code, Code::cancelled);
}

TEST_F(HoldCredentials, AFolderThatCannotHoldALockIsSaid) {
  std::filesystem::create_directories(paths.config / "credentials.lock");
  Session session(paths, Terminal());
  const auto refused = session.hold_credentials();
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_NE(refused.error().message.find("credentials"), std::string::npos);
}

}  // namespace
}  // namespace chitty

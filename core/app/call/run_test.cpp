// Who exchanges a credential has it alone; and what another has kept meanwhile counts.
#include "app/call/run.hpp"

#include "config/test_home.hpp"

namespace chitty::host {
namespace {

using namespace std::chrono_literals;

class HoldCredentials : public TestHome {
 protected:
  Result<FileLock> another() { return FileLock::take(paths.config / "credentials", 0ms); }
};

TEST_F(HoldCredentials, IsForOneAtATimeAndEndsWithTheRun) {
  {
    host::Run one(paths, Terminal());
    ASSERT_TRUE(one.hold_credentials());
    EXPECT_TRUE(one.hold_credentials()) << "again in the same run";
    EXPECT_EQ(another().error().code, Code::conflict);
    host::Run two(paths, Terminal());
    const auto refused = two.hold_credentials(60ms);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_NE(refused.error().hint.find("again"), std::string::npos);
  }
  EXPECT_TRUE(another());
}

TEST_F(HoldCredentials, ReadsAnewWhatWasKeptMeanwhile) {
  write(paths.config / "config.json", R"({"remotes": {"x": {"type": "before"}}})");
  host::Run run(paths, Terminal());
  ASSERT_EQ(*run.config().value()->find("remotes.x.type"), "before");
  write(paths.config / "config.json", R"({"remotes": {"x": {"type": "after"}}})");
  ASSERT_TRUE(run.hold_credentials());
  EXPECT_EQ(*run.config().value()->find("remotes.x.type"), "after");
}

TEST_F(HoldCredentials, WhoIsStoppedWaitsNoLonger) {
  const auto busy = another();
  host::Run run(paths, Terminal());
  run.cancel.cancel(CancelToken::Why::interrupted);
  EXPECT_EQ(run.hold_credentials().error().code, Code::cancelled);
}

TEST_F(HoldCredentials, AFolderThatCannotHoldALockIsSaid) {
  std::filesystem::create_directories(paths.config / "credentials.lock");
  host::Run run(paths, Terminal());
  const auto refused = run.hold_credentials();
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_NE(refused.error().message.find("credentials"), std::string::npos);
}

}  // namespace
}  // namespace chitty::host

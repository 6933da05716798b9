// What the provider of the role is asked, and what is believed of its answers.
#include "daemon/gate/identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "local/owner_token.hpp"

namespace chitty::host::daemon {
namespace {

using testing::HasSubstr;

constexpr const char* ada = R"({"subject":"ada","scopes":["acme:read"],"token_id":"t1"})";

// Knows what it is told to.
class Knowing final : public IdentityProvider {
 public:
  explicit Knowing(std::string answer = ada) : answer_(std::move(answer)) {}
  const ServiceId& service() const override { return id_; }
  const std::optional<Error>& out_of_order() const override { return broken; }
  HowTo how_to() const override { return {}; }
  Result<std::string> check_token(std::string_view token, Time deadline) override {
    EXPECT_GT(deadline, std::chrono::steady_clock::now());
    ++asked;
    if (token != "right") return make_error(Code::unauthenticated, "Nobody.");
    return answer_;
  }
  Result<void> tokens_used(std::string_view uses, Time) override {
    told.push_back(std::string(uses));
    return {};
  }
  std::atomic<int> asked{0};
  std::vector<std::string> told;
  std::optional<Error> broken;

 private:
  ServiceId id_{"a", 1};
  std::string answer_;
};

class IdentityTest : public testing::Test {
 protected:
  IdentityTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-identity-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    keep_owner_token(folder_ / "owner.token").value();
    owner_ = read_owner_token(folder_ / "owner.token").value();
  }
  ~IdentityTest() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<IdentityCheck> check(IdentityProvider* provider) {
    return std::make_unique<IdentityCheck>(folder_ / "owner.token", provider, limiter_, &log_);
  }
  static Result<Caller> ask(IdentityCheck& check, std::string_view token) {
    return check.check(token, [] { return true; });
  }

  std::filesystem::path folder_;
  std::string owner_;
  Limiter limiter_;
  Log log_{std::filesystem::temp_directory_path() / "chittyd-identity.log"};
};

TEST_F(IdentityTest, WithoutAProviderInOrderOnlyTheOwnerIsKnown) {
  const auto alone = check(nullptr);
  EXPECT_EQ(ask(*alone, "right").error().code, Code::unauthenticated);
  Knowing knowing;
  knowing.broken =
      make_error(Code::configuration, "The service a is unavailable: it crashed.", "Restart it.");
  const auto broken = check(&knowing);
  const auto refused = ask(*broken, "right").error();
  EXPECT_EQ(refused.code, Code::configuration);
  EXPECT_THAT(refused.message, HasSubstr("a is unavailable: it crashed."));
  EXPECT_EQ(refused.hint, "Restart it.");
  EXPECT_TRUE(ask(*broken, owner_).value()->facts.owner);
}

TEST_F(IdentityTest, TheOwnerIsNeverAskedFor) {
  Knowing knowing;
  const auto checking = check(&knowing);
  EXPECT_TRUE(ask(*checking, owner_));
  EXPECT_EQ(knowing.asked, 0);
}

TEST_F(IdentityTest, UsesAreToldOnceAndAddedUp) {
  Knowing knowing;
  const auto checking = check(&knowing);
  for (int i = 0; i < 5; ++i) ask(*checking, "right").value()->use->note(1234 + i);
  checking->tell_uses();
  checking->tell_uses();
  EXPECT_EQ(knowing.told, (std::vector<std::string>{R"([{"token_id":"t1","count":5,"at":1238}])"}));
  ask(*checking, "right").value()->use->note(2000);
  checking->tell_uses();
  ASSERT_EQ(knowing.told.size(), 2u);
  EXPECT_EQ(knowing.told[1], R"([{"token_id":"t1","count":1,"at":2000}])");
}

TEST_F(IdentityTest, UsesAreToldOnceThoughMoreCome) {
  Knowing knowing;
  const auto checking = check(&knowing);
  const auto caller = ask(*checking, "right").value();
  std::atomic<bool> end{false};
  std::thread busy([&] {
    while (!end) caller->use->note(1);
  });
  while (caller->use->count.load() < 1000) std::this_thread::yield();
  checking->tell_uses();
  EXPECT_EQ(knowing.told.size(), 1u);
  end = true;
  busy.join();
}

TEST_F(IdentityTest, AnswersThatAreNoneAreNotBelieved) {
  for (const char* wrong :
       {"", "[]", "{}", R"({"subject":"","scopes":[]})", R"({"subject":"a"})", R"({"subject":"a","scopes":"b"})",
        R"({"subject":"a","scopes":[1]})", R"({"subject":"a","scopes":[],"expires_at":"soon"})",
        R"({"subject":"a","scopes":[],"limit":{"requests":1}})",
        R"({"subject":"a","scopes":[],"limit":{"requests":0,"window_ms":1}})"}) {
    Knowing knowing(wrong);
    EXPECT_EQ(ask(*check(&knowing), "right").error().code, Code::unreachable) << wrong;
  }
  Knowing expired(R"({"subject":"a","scopes":[],"expires_at":1})");
  EXPECT_EQ(ask(*check(&expired), "right").error().code, Code::unauthenticated);
}

}  // namespace
}  // namespace chitty::host::daemon

// Who provides the role, and what it is asked, with services made for the test.
#include "daemon/identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "daemon/owner_token.hpp"

namespace chitty::daemon {
namespace {

using testing::HasSubstr;

// Knows what it is told to.
class Knowing final : public ServiceCode {
 public:
  explicit Knowing(std::string answer) : answer_(std::move(answer)) {}
  Result<void> start(chitty_call*) const override { return {}; }
  Result<void> handle(chitty_call*) const override { return {}; }
  bool has_identity() const override { return true; }
  Result<std::string> check_token(chitty_call* call, std::string_view token) const override {
    const auto& of = ServiceCall::of(call);
    EXPECT_EQ(of.exchange, nullptr);
    EXPECT_LT(of.deadline, INT64_MAX);
    ++asked;
    if (token != "right") return make_error(Code::unauthenticated, "Nobody.");
    return answer_;
  }
  Result<void> tokens_used(chitty_call*, std::string_view uses) const override {
    told.push_back(std::string(uses));
    return {};
  }
  mutable std::atomic<int> asked{0};
  mutable std::vector<std::string> told;

 private:
  std::string answer_;
};

class IdentityTest : public testing::Test {
 protected:
  IdentityTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-identity-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    keep_owner_token(folder_ / "owner.token").value();
    owner_ = read_owner_token(folder_ / "owner.token").value();
    store_ = Store::open("sqlite:" + (folder_ / "test.db").string()).value();
    world_ = std::make_unique<ServiceWorld>(ServiceWorld{*store_, blobs_, nullptr});
  }
  ~IdentityTest() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  const Knowing& add(const std::string& name, const std::string& answer) {
    auto& service = *services_.emplace_back(std::make_unique<HostedService>());
    service.name = name, service.roles = {"identity"};
    auto code = std::make_unique<Knowing>(answer);
    const auto& knowing = *code;
    service.code = std::move(code);
    return knowing;
  }
  std::unique_ptr<IdentityCheck> check() {
    return std::make_unique<IdentityCheck>(folder_ / "owner.token", services_, *world_, limiter_, &log_);
  }
  static Result<Caller> ask(IdentityCheck& check, std::string_view token) {
    return check.check(token, [] { return true; });
  }

  std::filesystem::path folder_;
  std::string owner_;
  std::unique_ptr<Store> store_;
  Blobs blobs_{"/nonexistent"};
  std::unique_ptr<ServiceWorld> world_;
  IdentityCheck::Services services_;
  Limiter limiter_;
  Log log_{std::filesystem::temp_directory_path() / "chittyd-identity.log"};
};

constexpr const char* ada = R"({"subject":"ada","scopes":["acme:read"],"token_id":"t1"})";

TEST_F(IdentityTest, TheFirstByNameThatIsInOrderProvides) {
  add("a", ada);
  add("b", ada);
  add("c", ada);
  services_[0]->out_of_order = make_error(Code::configuration, "The service a is out of order: it crashed.");
  const auto chosen = check();
  EXPECT_EQ(chosen->provider(), services_[1].get());
  EXPECT_EQ(ask(*chosen, "right").value()->facts.subject, "ada");
}

TEST_F(IdentityTest, WithoutAProviderInOrderOnlyTheOwnerIsKnown) {
  const auto alone = check();
  EXPECT_EQ(ask(*alone, "right").error().code, Code::unauthenticated);
  add("a", ada);
  services_[0]->out_of_order =
      make_error(Code::configuration, "The service a is out of order: it crashed.", "Restart it.");
  const auto broken = check();
  const auto refused = ask(*broken, "right").error();
  EXPECT_EQ(refused.code, Code::configuration);
  EXPECT_THAT(refused.message, HasSubstr("a is out of order: it crashed."));
  EXPECT_EQ(refused.hint, "Restart it.");
  EXPECT_TRUE(ask(*broken, owner_).value()->facts.owner);
}

TEST_F(IdentityTest, TheOwnerIsNeverAskedFor) {
  const auto& knowing = add("a", ada);
  const auto checking = check();
  EXPECT_TRUE(ask(*checking, owner_));
  EXPECT_EQ(knowing.asked, 0);
}

TEST_F(IdentityTest, UsesAreToldOnceAndAddedUp) {
  const auto& knowing = add("a", ada);
  const auto checking = check();
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
  const auto& knowing = add("a", ada);
  const auto checking = check();
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
    services_.clear();
    add("a", wrong);
    EXPECT_EQ(ask(*check(), "right").error().code, Code::unreachable) << wrong;
  }
  services_.clear();
  add("a", R"({"subject":"a","scopes":[],"expires_at":1})");
  EXPECT_EQ(ask(*check(), "right").error().code, Code::unauthenticated);
}

TEST(KnownCallerTest, ScopesCoverWhatTheySay) {
  const auto may = [](std::vector<std::string> scopes, std::string_view wanted) {
    KnownCaller::Facts facts;
    facts.subject = "ada", facts.scopes = std::move(scopes);
    return KnownCaller(std::move(facts)).may(wanted);
  };
  EXPECT_TRUE(may({"acme:read"}, "acme:read"));
  EXPECT_TRUE(may({"x:y", "acme:*"}, "acme:read"));
  EXPECT_TRUE(may({"admin:*"}, "acme:read"));
  EXPECT_TRUE(may({"admin:*"}, "admin:*"));
  for (const auto& scopes : std::vector<std::vector<std::string>>{{},
                                                                  {"acme:write"},
                                                                  {"acme"},
                                                                  {"acme:"},
                                                                  {"*"},
                                                                  {"*:*"},
                                                                  {"*:read"},
                                                                  {"ac:*"},
                                                                  {"acme2:*"},
                                                                  {"acme:rea"},
                                                                  {"acme:read "},
                                                                  {"ACME:READ"},
                                                                  {"admin:read"},
                                                                  {"admin"},
                                                                  {"acme:*x"},
                                                                  {"acme:read,acme:*"}})
    EXPECT_FALSE(may(scopes, "acme:read"));
  EXPECT_FALSE(may({"acme:*"}, "admin:*"));
}

}  // namespace
}  // namespace chitty::daemon

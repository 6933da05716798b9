// Which service provides the role `identity`, and what it sees when it is asked.
#include "daemon/blobs/folder_blobs.hpp"
#include "daemon/serve/identity_service.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

class Knowing final : public ServiceCode {
 public:
  Result<void> start(chitty_call*) const override { return {}; }
  Result<void> handle(chitty_call*) const override { return {}; }
  bool has_identity() const override { return true; }
  Result<std::string> check_token(chitty_call* call, std::string_view token) const override {
    const auto& of = ServiceCall::of(call);
    EXPECT_EQ(of.exchange, nullptr);
    EXPECT_EQ(of.deadline, 1'000'000'000);
    return of.service.name + " knows " + std::string(token);
  }
  Result<void> tokens_used(chitty_call* call, std::string_view uses) const override {
    EXPECT_EQ(ServiceCall::of(call).deadline, 2'000'000'000);
    return make_error(Code::conflict, std::string(uses));
  }
};

class IdentityServiceTest : public testing::Test {
 protected:
  IdentityServiceTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-provider-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    store_ = Store::open("sqlite:" + (folder_ / "test.db").string()).value();
    world_ = std::make_unique<ServiceWorld>(ServiceWorld{*store_, blobs_, nullptr});
  }
  ~IdentityServiceTest() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  HostedService& add(const std::string& name, std::vector<std::string> roles = {"identity"}) {
    auto& service = *services_.emplace_back(std::make_unique<HostedService>());
    service.name = name;
    service.roles = std::move(roles);
    service.code = std::make_unique<Knowing>();
    return service;
  }
  std::unique_ptr<IdentityService> choose() { return IdentityService::choose(services_, *world_, &log_); }

  std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
  FolderBlobs blobs_{"/nonexistent"};
  std::unique_ptr<ServiceWorld> world_;
  std::vector<std::unique_ptr<HostedService>> services_;
  Log log_{std::filesystem::temp_directory_path() / "chittyd-provider.log"};
};

TEST_F(IdentityServiceTest, TheFirstByNameThatIsInOrderProvides) {
  EXPECT_EQ(choose(), nullptr);
  add("a", {"events"});
  EXPECT_EQ(choose(), nullptr);
  auto& broken = add("b");
  broken.out_of_order = make_error(Code::configuration, "The service b is unavailable: it crashed.");
  EXPECT_EQ(choose()->service().name, "b");
  EXPECT_TRUE(choose()->out_of_order());
  add("c");
  add("d");
  EXPECT_EQ(choose()->service().name, "c");
  EXPECT_FALSE(choose()->out_of_order());
}

TEST_F(IdentityServiceTest, IsAskedWithoutARequestAndUntilADeadline) {
  add("a");
  const auto provider = choose();
  EXPECT_EQ(provider->check_token("x", IdentityProvider::Time(std::chrono::seconds(1))).value(), "a knows x");
  EXPECT_EQ(provider->tokens_used("[]", IdentityProvider::Time(std::chrono::seconds(2))).error().message, "[]");
}

}  // namespace
}  // namespace chitty::host::daemon

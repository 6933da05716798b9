// A service that hangs is its own fault, and costs whoever asks no more than the time that all of them have together.
#include "daemon/serve/health_checks.hpp"

#include <gtest/gtest.h>

#include <semaphore>
#include <thread>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

class HealthChecksTest : public testing::Test {
 protected:
  HealthChecksTest() {
    for (const auto* name : {"fine", "failing", "polite", "stuck"}) services_.emplace_back(std::make_unique<HostedService>())->name = name;
  }
  std::optional<Fault> check(const HostedService& service, Wire& wire) {
    ++calls_;
    if (service.name == "failing") return Fault{service.name, "It answers its health check with 500.", false};
    if (service.name == "polite")
      while (!wire.gone()) std::this_thread::sleep_for(1ms);
    if (service.name == "stuck") stuck_.acquire();
    return std::nullopt;
  }
  std::vector<std::unique_ptr<HostedService>> services_;
  std::counting_semaphore<8> stuck_{0};
  std::atomic<int> calls_{0};
};

TEST_F(HealthChecksTest, OneThatHangsIsItsOwnFaultWithinTheTimeOfAll) {
  {
    HealthChecks checks(
        services_, [&](const auto& service, Wire& wire) { return check(service, wire); }, {}, 200ms);
    const auto begun = std::chrono::steady_clock::now();
    auto faults = checks.faults();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
    std::erase_if(faults, [](const Fault& one) { return one.part == "polite"; });  // it ends when it is told to, which is just then
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].part, "failing");
    EXPECT_EQ(faults[1].part, "stuck");
    EXPECT_EQ(faults[1].words, "It has not answered its health check for 0 s.");
    EXPECT_FALSE(faults[1].fatal);

    // It is not asked again before it has come back; the others are.
    while (calls_ < 4) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(300ms);
    (void)checks.faults();
    EXPECT_LE(calls_, 7);
    stuck_.release(8);
    std::this_thread::sleep_for(300ms);
    for (const auto& one : checks.faults()) EXPECT_NE(one.part, "stuck");
  }
}

TEST_F(HealthChecksTest, OneThatDoesNotRunIsNotAsked) {
  services_[3]->out_of_order = make_error(Code::configuration, "It crashed.");
  services_[2]->quarantined = true;
  HealthChecks checks(
      services_, [&](const auto& service, Wire& wire) { return check(service, wire); }, {}, 10s);
  EXPECT_EQ(checks.faults().size(), 1u);
  EXPECT_EQ(calls_, 2);
}

}  // namespace
}  // namespace chitty::host::daemon

// When a service's own work is called, and when it is let go.
#include "daemon/blobs/folder_blobs.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/host/tending.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

class Working final : public ServiceCode {
 public:
  Result<void> start(chitty_call*) const override { return {}; }
  Result<void> handle(chitty_call*) const override { return {}; }
  bool has_tend() const override { return true; }
  Result<std::uint64_t> tend(chitty_call* call) const override {
    const int number = ++calls;
    return work ? work(call, number) : Result<std::uint64_t>(std::uint64_t{0});
  }
  mutable std::atomic<int> calls{0};
  std::function<Result<std::uint64_t>(chitty_call*, int)> work{};
};

class TendingTest : public testing::Test {
 protected:
  TendingTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-tending-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    store_ = Store::open("sqlite:" + (folder_ / "test.db").string()).value();
    world_ = std::make_unique<ServiceWorld>(ServiceWorld{*store_, blobs_});
    auto& service = *services_.emplace_back(std::make_unique<HostedService>());
    service.name = "tender";
    auto code = std::make_unique<Working>();
    code_ = code.get();
    service.code = std::move(code);
    auto& broken = *services_.emplace_back(std::make_unique<HostedService>());
    broken.name = "broken";
    broken.out_of_order = make_error(Code::configuration, "It is.");
  }
  ~TendingTest() override {
    tending_.reset();
    world_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void start(std::chrono::milliseconds usual = 1h, std::chrono::milliseconds least = 0ms) {
    tending_ = std::make_unique<Tending>(services_, *world_, log_, std::function<void()>(), Tending::Pauses{usual, 24h, least});
    tending_->start();
  }
  void write() { store_->lend("tender").value()->run("INSERT INTO events_outbox (at, service, type, data) VALUES ('', '', '', '')", {}).value(); }
  bool comes_to(int calls) {
    for (int i = 0; i < 500 && code_->calls < calls; ++i) std::this_thread::sleep_for(10ms);
    return code_->calls == calls;
  }

  std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
  FolderBlobs blobs_{folder_ / "blobs"};
  std::unique_ptr<ServiceWorld> world_;
  std::vector<std::unique_ptr<HostedService>> services_;
  Working* code_ = nullptr;
  Log log_;
  std::unique_ptr<Tending> tending_;
};

TEST_F(TendingTest, ItIsCalledAtOnceAndThenWhenSomebodyElseHasWritten) {
  start();
  EXPECT_TRUE(comes_to(1));
  write();
  EXPECT_TRUE(comes_to(2));
  store_->changes().note("another");
  store_->changes().heard("tender");  // another daemon's is that daemon's to tend
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(code_->calls, 2);
}

TEST_F(TendingTest, WhatItWritesItselfDoesNotWakeIt) {
  code_->work = [&](chitty_call* call, int) -> Result<std::uint64_t> {
    auto connection = ServiceCall::of(call).connection().value();
    connection->run("INSERT INTO events_outbox (at, service, type, data) VALUES ('', '', '', '')", {}).value();
    return std::uint64_t{0};
  };
  start();
  EXPECT_TRUE(comes_to(1));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(code_->calls, 1);
}

TEST_F(TendingTest, WhatIsWrittenWhileItRunsIsNotMissed) {
  code_->work = [&](chitty_call*, int number) -> Result<std::uint64_t> {
    if (number == 1) std::thread([this] { write(); }).join();
    return std::uint64_t{0};
  };
  start();
  EXPECT_TRUE(comes_to(2));
}

TEST_F(TendingTest, ItSaysWhenToBeCalledAgain) {
  code_->work = [](chitty_call*, int number) -> Result<std::uint64_t> { return std::uint64_t{number < 5 ? 1u : 3'600'000u}; };
  start();
  EXPECT_TRUE(comes_to(5));
}

TEST_F(TendingTest, AfterAFailureItHasTheUsualPauseWhateverIsWritten) {
  code_->work = [](chitty_call*, int) -> Result<std::uint64_t> { return make_error(Code::unreachable, "Not today."); };
  start();
  EXPECT_TRUE(comes_to(1));
  write();
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(code_->calls, 1);
  tending_.reset();
  start(10ms);
  for (int i = 0; i < 500 && code_->calls < 4; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_GE(code_->calls, 4);
}

TEST_F(TendingTest, HoweverMuchIsWrittenItHasALeastPause) {
  start(1h, 100ms);
  EXPECT_TRUE(comes_to(1));
  for (int i = 0; i < 20; ++i) write();
  std::this_thread::sleep_for(20ms);
  EXPECT_LE(code_->calls, 2);
}

TEST_F(TendingTest, ATransactionLeftOpenIsRolledBack) {
  code_->work = [](chitty_call* call, int) -> Result<std::uint64_t> {
    auto connection = ServiceCall::of(call).connection().value();
    connection->begin().value();
    connection->run("INSERT INTO events_outbox (at, service, type, data) VALUES ('', '', '', '')", {}).value();
    return std::uint64_t{0};
  };
  start();
  EXPECT_TRUE(comes_to(1));
  std::this_thread::sleep_for(50ms);
  int rows = 0;
  store_->lend("tender").value()->run("SELECT id FROM events_outbox", {}, [&](std::string_view) { return ++rows, Result<void>(); }).value();
  EXPECT_EQ(rows, 0);
  write();  // nobody holds the write lock
}

TEST_F(TendingTest, ItIsCancelledAndLetGoWhenTheDaemonStops) {
  code_->work = [](chitty_call* call, int) -> Result<std::uint64_t> {
    EXPECT_EQ(call_table().wait(call, std::uint64_t{3'600'000'000'000}), CHITTY_CANCELLED);
    return make_error(Code::cancelled, "Stopped.");
  };
  start();
  EXPECT_TRUE(comes_to(1));
  EXPECT_TRUE(tending_->stop(2s));
}

TEST_F(TendingTest, OneThatHangsIsNotWaitedFor) {
  std::atomic<bool> free{false};
  code_->work = [&](chitty_call*, int) -> Result<std::uint64_t> {
    while (!free) std::this_thread::sleep_for(1ms);
    return std::uint64_t{0};
  };
  start();
  EXPECT_TRUE(comes_to(1));
  EXPECT_GT(services_[0]->tending_since, 0);
  EXPECT_FALSE(tending_->stop(20ms));
  free = true;
  EXPECT_TRUE(tending_->stop(2s));
  EXPECT_EQ(services_[0]->tends_for(), 0ms);
}

}  // namespace
}  // namespace chitty::host::daemon

// Events on their way from the outbox to the service that keeps them: each once, in order, or none at all.
#include "daemon/blobs/folder_blobs.hpp"
#include "daemon/host/event_delivery.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

// Keeps events in a table of its own, and fails when told.
class Keeping final : public ServiceCode {
 public:
  Result<void> start(chitty_call*) const override { return {}; }
  Result<void> handle(chitty_call*) const override { return {}; }
  bool has_event_log() const override { return true; }
  Result<void> take_events(chitty_call* call, std::string_view events) const override {
    auto connection = ServiceCall::of(call).connection();
    EXPECT_TRUE((*connection)->in_transaction());
    const auto all = json::parse(events).as_array();
    batches.push_back(all.size());
    for (const auto& event : all) {
      EXPECT_FALSE(event.as_object().contains("id"));
      EXPECT_TRUE(event.at("data").is_object());
      auto kept = (*connection)->run("INSERT INTO kept (type) VALUES (:type)", {{"type", event.at("type")}});
      if (!kept) return kept.error();
    }
    return fails ? Result<void>(make_error(Code::host_fault, "no")) : Result<void>();
  }
  mutable std::vector<std::size_t> batches;
  bool fails = false;
};

class EventDeliveryTest : public testing::Test {
 protected:
  EventDeliveryTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-events-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    store_ = Store::open("sqlite:" + (folder_ / "test.db").string()).value();
    world_ = std::make_unique<ServiceWorld>(ServiceWorld{*store_, blobs_, nullptr});
    service_.name = "keeper";
    auto code = std::make_unique<Keeping>();
    code_ = code.get();
    service_.code = std::move(code);
    run("CREATE TABLE kept (type TEXT)");
  }
  ~EventDeliveryTest() override {
    world_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void run(const std::string& sql, const json::object& parameters = {}) {
    auto connection = store_->lend("keeper").value();
    auto done = connection->run(sql, parameters);
    ASSERT_TRUE(done) << done.error().message;
  }
  void record(const std::string& type, const std::string& data = "{}") {
    run("INSERT INTO events_outbox (at, service, type, data) VALUES ('2026-11-29T00:00:00.000Z', 'acme', :type, :data)", {{"type", type}, {"data", data}});
  }
  std::vector<std::string> texts(const std::string& sql) {
    std::vector<std::string> all;
    auto connection = store_->lend().value();
    auto read = connection->run(sql, {}, [&](std::string_view row) {
      all.emplace_back(json::parse(row).at("type").as_string());
      return Result<void>();
    });
    EXPECT_TRUE(read);
    return all;
  }
  std::vector<std::string> kept() { return texts("SELECT type FROM kept ORDER BY rowid"); }
  std::vector<std::string> waiting() { return texts("SELECT type FROM events_outbox ORDER BY id"); }
  using Texts = std::vector<std::string>;

  std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
  FolderBlobs blobs_{"/nonexistent"};
  std::unique_ptr<ServiceWorld> world_;
  HostedService service_;
  Keeping* code_ = nullptr;
};

TEST_F(EventDeliveryTest, WhatWaitsIsKeptInItsOrderAndWaitsNoMore) {
  for (const auto* type : {"a", "b", "c"}) record(type, R"({"n":1})");
  EventDelivery delivery(service_, *world_);
  ASSERT_TRUE(delivery.deliver());
  EXPECT_EQ(kept(), (Texts{"a", "b", "c"}));
  EXPECT_EQ(waiting(), Texts());
  ASSERT_TRUE(delivery.deliver());
  EXPECT_EQ(code_->batches, std::vector<std::size_t>{3}) << "nobody is asked about nothing";
}

TEST_F(EventDeliveryTest, AFailureLeavesEverythingAsItWas) {
  record("a");
  code_->fails = true;
  EXPECT_FALSE(EventDelivery(service_, *world_).deliver());
  EXPECT_EQ(kept(), Texts());
  EXPECT_EQ(waiting(), Texts{"a"});
  code_->fails = false;
  EXPECT_TRUE(EventDelivery(service_, *world_).deliver());
  EXPECT_EQ(kept(), Texts{"a"});
}

TEST_F(EventDeliveryTest, ManyComeInPieces) {
  run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2300)"
      " INSERT INTO events_outbox (at, service, type, data) SELECT '2026-11-29T00:00:00.000Z', 'acme', 'n', '{}' FROM n");
  ASSERT_TRUE(EventDelivery(service_, *world_).deliver(1));
  EXPECT_EQ(code_->batches, std::vector<std::size_t>{1000});
  ASSERT_TRUE(EventDelivery(service_, *world_).deliver());
  EXPECT_EQ(code_->batches, (std::vector<std::size_t>{1000, 1000, 300}));
}

TEST_F(EventDeliveryTest, LargeOnesComeInSmallerPieces) {
  for (int i = 0; i < 10; ++i) record("n", R"({"x":")" + std::string(900'000, 'x') + "\"}");
  ASSERT_TRUE(EventDelivery(service_, *world_).deliver());
  EXPECT_EQ(code_->batches, (std::vector<std::size_t>{5, 5}));
  EXPECT_EQ(waiting(), Texts());
}

}  // namespace
}  // namespace chitty::host::daemon

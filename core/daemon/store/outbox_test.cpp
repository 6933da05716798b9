#include "daemon/store/outbox.hpp"

#include "daemon/store/testing/store_fixture.hpp"

namespace chitty::host::daemon {
namespace {

class Outbox : public StoreTest {
 protected:
  void add(int events) {
    session_->begin().value();
    for (int i = 0; i < events; ++i)
      session_->run("INSERT INTO events_outbox (at, service, type, data) VALUES ('2026-01-01T00:00:00Z', 'acme', 'thing.made', '{}')", {}).value();
    session_->commit().value();
  }
  std::string text(const char* sql) {
    std::string all;
    session_->run(sql, {}, [&](std::string_view row) { return all.append(row), Result<void>(); }).value();
    return all;
  }
  std::int64_t trim() { return trim_outbox(*session_, 1'790'000'000'000, {.rows = 10, .slack = 5}).value(); }
};

TEST_F(Outbox, WithinItsLimitNothingGoes) {
  EXPECT_EQ(trim(), 0);
  add(15);
  EXPECT_EQ(trim(), 0);
  EXPECT_EQ(text("SELECT COUNT(*) AS n FROM events_outbox"), R"({"n":15})");
}

TEST_F(Outbox, TheNewestStayAndTheNumberOfTheOthers) {
  add(40);
  EXPECT_EQ(trim(), 30);
  EXPECT_EQ(text("SELECT COUNT(*) AS n, MIN(id) AS first FROM events_outbox WHERE type = 'thing.made'"), R"({"n":10,"first":31})");
  EXPECT_EQ(text("SELECT service, data FROM events_outbox WHERE type = 'events.dropped'"), R"({"service":"chittyd","data":"{\"count\":30}"})");
  EXPECT_EQ(trim(), 0);
}

TEST_F(Outbox, EarlierCountsAreCarriedOn) {
  add(40);
  EXPECT_EQ(trim(), 30);
  add(40);
  EXPECT_EQ(trim(), 40);  // ten old ones and thirty new ones; the row with the count is no event
  EXPECT_EQ(text("SELECT data FROM events_outbox WHERE type = 'events.dropped'"), R"({"data":"{\"count\":70}"})");
  EXPECT_EQ(text("SELECT COUNT(*) AS n FROM events_outbox WHERE type = 'thing.made'"), R"({"n":10})");
}

}  // namespace
}  // namespace chitty::host::daemon

#include "daemon/gate/limiter.hpp"

#include <chitty/client_key.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <filesystem>

#include "daemon/gate/failed_logins.hpp"
#include "daemon/gate/rejection_log.hpp"
#include "daemon/store/testing/test_database.hpp"

namespace chitty::host::daemon {
namespace {

using testing::HasSubstr;

class SharedTableTest : public testing::Test {
 protected:
  SharedTableTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-limits-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    database_.emplace(folder_);
    store_ = Store::open(database_->url()).value();
  }
  ~SharedTableTest() override {
    store_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  std::vector<json::object> rows(const char* sql) {
    std::vector<json::object> all;
    store_->lend()
        .value()
        ->run(sql, {},
              [&](std::string_view row) -> Result<void> {
                all.push_back(json::parse({row.data(), row.size()}).as_object());
                return {};
              })
        .value();
    return all;
  }
  std::filesystem::path folder_;
  std::optional<TestDatabase> database_;
  std::unique_ptr<Store> store_;
};

constexpr RateLimit ten_a_minute{10, 60'000};
constexpr std::int64_t noon = 1'790'000'040'000;  // no multiple of a minute

TEST_F(SharedTableTest, WindowsBeginAtMultiplesOfTheirLength) {
  LimitCounter counter;
  for (int i = 9; i >= 0; --i) {
    const auto verdict = Limiter::take(counter, ten_a_minute, noon);
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.remaining, static_cast<std::uint64_t>(i));
    EXPECT_EQ(verdict.ends_at, noon - noon % 60'000 + 60'000);
  }
  EXPECT_FALSE(Limiter::take(counter, ten_a_minute, noon).allowed);
  EXPECT_FALSE(Limiter::take(counter, ten_a_minute, noon - noon % 60'000 + 59'999).allowed);
  EXPECT_TRUE(Limiter::take(counter, ten_a_minute, noon - noon % 60'000 + 60'000).allowed);
}

TEST_F(SharedTableTest, ARequestMayCountForSeveralOrNotAtAll) {
  LimitCounter counter;
  const auto seven = Limiter::take(counter, ten_a_minute, noon, 7);
  EXPECT_TRUE(seven.allowed);
  EXPECT_EQ(seven.remaining, 3u);
  const auto refused = Limiter::take(counter, ten_a_minute, noon, 4);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.remaining, 3u);
  EXPECT_TRUE(Limiter::take(counter, ten_a_minute, noon, 3).allowed);  // what was refused has taken nothing
  Limiter::give_back(counter, seven);
  EXPECT_TRUE(Limiter::take(counter, ten_a_minute, noon, 7).allowed);
  EXPECT_FALSE(Limiter::take(counter, ten_a_minute, noon, 1'000'000'000'000).allowed);
}

TEST_F(SharedTableTest, SeveralShareOneLimitAfterTheyHaveMet) {
  Limiter a, b;
  const auto connection = store_->lend().value();
  for (int i = 0; i < 6; ++i) Limiter::take(*a.counter("k"), ten_a_minute, noon);
  for (int i = 0; i < 3; ++i) Limiter::take(*b.counter("k"), ten_a_minute, noon);
  a.synchronise(*connection, noon).value();
  b.synchronise(*connection, noon).value();
  EXPECT_EQ(Limiter::take(*b.counter("k"), ten_a_minute, noon).remaining, 0u);
  EXPECT_FALSE(Limiter::take(*b.counter("k"), ten_a_minute, noon).allowed);
  EXPECT_EQ(Limiter::take(*a.counter("k"), ten_a_minute, noon).remaining,
            3u);  // has not heard yet: what it lets through too much
  a.synchronise(*connection, noon).value();
  EXPECT_EQ(rows("SELECT used FROM chitty_limits").at(0).at("used"), 10);
  b.synchronise(*connection, noon).value();
  a.synchronise(*connection, noon).value();
  EXPECT_EQ(rows("SELECT used FROM chitty_limits").at(0).at("used"), 11);  // one over ten
  EXPECT_EQ(store_->counts().failures.load(), 0u);
}

TEST_F(SharedTableTest, ARestartKnowsWhatWasUsedAndOldRowsGo) {
  const auto connection = store_->lend().value();
  Limiter before;
  for (int i = 0; i < 10; ++i) Limiter::take(*before.counter("k"), ten_a_minute, noon);
  before.synchronise(*connection, noon).value();
  Limiter after;
  after.load(*connection, noon).value();
  EXPECT_FALSE(Limiter::take(*after.counter("k"), ten_a_minute, noon).allowed);
  EXPECT_TRUE(Limiter::take(*after.counter("other"), ten_a_minute, noon).allowed);
  after.synchronise(*connection, noon + 120'000).value();
  for (const auto& row : rows("SELECT key FROM chitty_limits")) EXPECT_NE(row.at("key"), "k");
}

TEST_F(SharedTableTest, NothingChangedIsNoStatement) {
  Limiter limiter;
  const auto connection = store_->lend().value();
  Limiter::take(*limiter.counter("k"), ten_a_minute, noon);
  limiter.synchronise(*connection, noon).value();
  const auto statements = store_->counts().statements.load();
  limiter.synchronise(*connection, noon + 1000).value();
  EXPECT_EQ(store_->counts().statements.load(), statements);
}

TEST_F(SharedTableTest, KeysAreBoundedAndWhatIsWrittenIsNotForgotten) {
  Limiter limiter;
  const auto connection = store_->lend().value();
  const auto held = limiter.counter("held");
  for (int i = 0; i < 4; ++i) Limiter::take(*held, ten_a_minute, noon);
  limiter.synchronise(*connection, noon).value();
  for (std::size_t i = 0; i < 2 * Limiter::most; ++i) limiter.counter("k" + std::to_string(i));
  EXPECT_LE(limiter.size(), Limiter::most);
  EXPECT_EQ(limiter.counter("held"), held);
}

TEST_F(SharedTableTest, KeysWithQuotesAreKeysAndNothingElse) {
  Limiter limiter;
  const auto connection = store_->lend().value();
  const std::string key = "token '); DROP TABLE chitty_limits; --../../";
  Limiter::take(*limiter.counter(key), ten_a_minute, noon);
  limiter.synchronise(*connection, noon).value();
  EXPECT_EQ(rows("SELECT key FROM chitty_limits").at(0).at("key"), json::value(key));
}

TEST_F(SharedTableTest, RefusalsThatFindNoPlaceAreCounted) {
  RejectionLog rejections;
  for (std::size_t i = 0; i < RejectionLog::most + 7; ++i) {
    const std::string client = "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
    RejectionEvent refused;
    refused.status = 401;
    refused.reason = "unknown_token";
    refused.client = client;
    rejections.note(refused, noon);
    rejections.note(refused, noon + 1);
  }
  const auto connection = store_->lend().value();
  rejections.write(*connection, noon).value();
  const auto told = rows("SELECT type, data FROM events_outbox");
  ASSERT_EQ(told.size(), RejectionLog::most + 1);
  EXPECT_THAT(std::string(told[0].at("data").as_string()), HasSubstr(R"("count":2})"));
  EXPECT_EQ(told.back().at("type"), "gate.refusals_not_told");
  EXPECT_EQ(told.back().at("data"), R"({"count":14})");
  rejections.write(*connection, noon).value();
  EXPECT_EQ(rows("SELECT type FROM events_outbox").size(), RejectionLog::most + 1);
}

TEST_F(SharedTableTest, RefusalsThatCannotBeWrittenAreKept) {
  RejectionLog rejections;
  RejectionEvent refused;
  refused.status = 403;
  refused.reason = "missing_scope";
  rejections.note(refused, noon);
  const auto connection = store_->lend().value();
  connection->run("ALTER TABLE events_outbox RENAME TO away", {}).value();
  EXPECT_FALSE(rejections.write(*connection, noon));
  connection->run("ALTER TABLE away RENAME TO events_outbox", {}).value();
  rejections.note(refused, noon);
  rejections.write(*connection, noon).value();
  EXPECT_EQ(rows("SELECT data FROM events_outbox").at(0).at("data"),
            R"({"status":403,"reason":"missing_scope","count":2})");
}

TEST(FailedLoginsTest, AHouseholdIsOneAndAnotherIsNotHeldUp) {
  EXPECT_EQ(client_key("2001:db8:1:2:3:4:5:6"), client_key("2001:db8:1:2::9"));
  EXPECT_NE(client_key("2001:db8:1:2::9"), client_key("2001:db8:1:3::9"));
  EXPECT_EQ(client_key("::ffff:10.1.2.3"), "10.1.2.3");
  for (const char* here : {"127.0.0.1", "127.9.8.7", "127.255.255.254", "::1", "::ffff:127.3.2.1"}) EXPECT_EQ(client_key(here), "127.0.0.1");
  EXPECT_EQ(client_key("128.0.0.1"), "128.0.0.1");
  EXPECT_EQ(client_key("not an address"), "not an address");
  FailedLogins failed;
  const auto now = FailedLogins::Clock::now();
  for (int i = 0; i < FailedLogins::allowed; ++i) EXPECT_EQ(failed.wrong("2001:db8::" + std::to_string(i), now).count(), 0);
  EXPECT_GT(failed.wrong("2001:db8::ffff", now).count(), 0);
  EXPECT_TRUE(FailedLogins::Question(failed, "10.0.0.1", true).may_ask(now));
  EXPECT_FALSE(FailedLogins::Question(failed, "2001:db8::1", true).may_ask(now));  // on a connection that has guessed
  {
    FailedLogins::Question one(failed, "2001:db8::1", false), two(failed, "2001:db8::2", false), three(failed, "2001:db8::3", false);
    EXPECT_TRUE(one.may_ask(now) && one.may_ask(now) && two.may_ask(now));
    EXPECT_TRUE(FailedLogins::Question(failed, "10.0.0.1", false).may_ask(now));  // needs no lane
    const auto begin = FailedLogins::Clock::now();
    EXPECT_FALSE(three.may_ask(now));
    EXPECT_GE(FailedLogins::Clock::now() - begin, FailedLogins::patience);
  }
  EXPECT_TRUE(FailedLogins::Question(failed, "2001:db8::1", false).may_ask(now));
  EXPECT_EQ(failed.wrong("2001:db8::1", now + std::chrono::seconds(61)).count(), 0);
}

TEST(FailedLoginsTest, SoManyAddressesForgetNobody) {
  FailedLogins failed;
  const auto now = FailedLogins::Clock::now();
  for (int i = 0; i <= FailedLogins::allowed; ++i) failed.wrong("10.9.9.9", now);
  for (std::size_t i = 0; i < 2 * FailedLogins::most; ++i) failed.wrong("a" + std::to_string(i), now);
  EXPECT_GT(failed.wrong("10.9.9.9", now).count(), 0);
}

}  // namespace
}  // namespace chitty::host::daemon

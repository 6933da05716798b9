// A database that changed under us: deleted, emptied, exchanged, put back from a backup; and a clock that goes back.
#include "daemon/store/database_record.hpp"

#include "daemon/store/testing/store_fixture.hpp"

#include <fstream>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t noon = 1'800'000'000'000;

class Recorded {
 public:
  Recorded(const std::filesystem::path& file, const std::string& url) : record(DatabaseRecord::open(file).value()) {
    auto opened = Store::open(url, Paths::of_this_process().library, &record);
    if (opened) store = std::move(*opened);
    else refusal = opened.error().message + " | " + opened.error().hint;
  }
  DatabaseRecord record;
  std::unique_ptr<Store> store;
  std::string refusal;
};

TEST_F(StoreTest, ItsDatabaseIsKnownAgainAndGrows) {
  const auto file = folder_ / "record.json";
  std::string id;
  {
    Recorded first(file, database_.url());
    ASSERT_TRUE(first.store) << first.refusal;
    EXPECT_FALSE(first.record.is_known());
    first.store->look_after(noon).value();
    EXPECT_TRUE(first.record.is_known());
    const auto before = first.store->facts();
    id = before.id;
    EXPECT_EQ(before.clock, noon);
    first.store->look_after(noon + 1000).value();
    EXPECT_EQ(first.store->facts().sequence, before.sequence);  // nothing was written
    first.store->lend().value()->run("INSERT INTO things (id) VALUES ('a')", {}).value();
    first.store->look_after(noon - 5000).value();
    EXPECT_EQ(first.store->facts().sequence, before.sequence + 1);
    EXPECT_EQ(first.store->facts().clock, noon);  // it does not go back
    first.store->look_after(noon + 70'000).value();
    EXPECT_EQ(first.store->facts().clock, noon + 70'000);
  }
  Recorded again(file, database_.url());
  ASSERT_TRUE(again.store) << again.refusal;
  EXPECT_EQ(again.store->facts().id, id);
  EXPECT_EQ(again.store->facts().clock, noon + 70'000);
}

TEST_F(StoreTest, AnotherDatabaseIsRefusedAndLeftAsItIs) {
  const auto file = folder_ / "record.json";
  Recorded(file, database_.url()).store->look_after(noon).value();
  std::filesystem::create_directory(folder_ / "other");
  const TestDatabase other(folder_ / "other");
  { std::ofstream(folder_ / "other" / "test.db") << ""; }
  Recorded fresh(file, other.url());
  EXPECT_FALSE(fresh.store);
  EXPECT_THAT(fresh.refusal, testing::AllOf(testing::AnyOf(HasSubstr("new and empty"), HasSubstr("is gone")), HasSubstr("from a backup"),
                                            HasSubstr("remove " + file.string())));
  const auto plain = dialect_for(other.url(), Paths::of_this_process().library).value();
  EXPECT_FALSE(plain->connect().value()->run_script("SELECT id FROM events_outbox"));
  { const auto made = Store::open(other.url()).value(); }
  EXPECT_THAT(Recorded(file, other.url()).refusal, HasSubstr("not this daemon's"));
  std::filesystem::remove(file);  // as the hint says
  EXPECT_TRUE(Recorded(file, other.url()).store);
}

TEST_F(StoreTest, AnOlderCopyIsRefused) {
  const auto file = folder_ / "record.json";
  {
    Recorded first(file, database_.url());
    first.store->look_after(noon).value();
    first.store->lend().value()->run("UPDATE chitty_database SET sequence = sequence - 1", {}).value();  // as a backup has it
  }
  Recorded older(file, database_.url());
  EXPECT_FALSE(older.store);
  EXPECT_THAT(older.refusal, testing::AllOf(HasSubstr("is older than what this daemon has kept"), HasSubstr("2027-01-15T08:00:00")));
}

TEST_F(StoreTest, ATimeThatCannotBeIsNotTakenOverFromADatabaseThatIsNewHere) {
  session_->run("UPDATE chitty_database SET clock = :then", {{"then", noon * 2}}).value();
  Recorded first(folder_ / "record.json", database_.url());
  first.store->look_after(noon).value();
  EXPECT_EQ(first.store->facts().clock, noon);
}

class DatabaseFileTest : public testing::Test {
 protected:
  DatabaseFileTest() : folder_(new_folder()), file_(folder_ / "a.db"), record_(DatabaseRecord::open(folder_ / "record.json").value()) {
    store_ = Store::open("sqlite:" + file_.string(), {}, &record_).value();
    store_->watch([this](std::string_view what) { told_.emplace_back(what); });
    store_->lend().value()->run_script("CREATE TABLE t (x INTEGER)").value();
  }
  ~DatabaseFileTest() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void expect_nothing_is_written() {
    auto session = store_->lend().value();
    const auto refused = session->run("INSERT INTO t VALUES (1)", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().details.at("cause"), "database_gone");
    session->begin().value();
    EXPECT_FALSE(session->commit());
    EXPECT_FALSE(session->in_transaction());
    session.reset();
    store_->look_after(noon).value();
    EXPECT_EQ(store_->lend().error().details.at("cause"), "database_gone");
    ASSERT_EQ(told_.size(), 1u);
    EXPECT_THAT(told_[0], HasSubstr(file_.string()));
  }
  std::filesystem::path folder_, file_;
  DatabaseRecord record_;
  std::unique_ptr<Store> store_;
  std::vector<std::string> told_;
};

TEST_F(DatabaseFileTest, ADeletedOneIsNoticedAndComesBack) {
  std::filesystem::rename(file_, folder_ / "away.db");
  expect_nothing_is_written();
  EXPECT_FALSE(std::filesystem::exists(file_));  // and no new one is made
  std::filesystem::rename(folder_ / "away.db", file_);
  store_->look_after(noon).value();
  EXPECT_TRUE(store_->lend().value()->run("INSERT INTO t VALUES (1)", {}));
}

TEST_F(DatabaseFileTest, AnExchangedOneIsNoticed) {
  std::filesystem::rename(file_, folder_ / "away.db");
  std::filesystem::copy(folder_ / "away.db", file_);
  expect_nothing_is_written();
}

TEST_F(DatabaseFileTest, ATruncatedOneIsNoticed) {
  std::filesystem::resize_file(file_, 0);
  expect_nothing_is_written();
}

}  // namespace
}  // namespace chitty::host::daemon

// What only PostgreSQL can do wrong: TLS, passwords, a server that goes away. Needs CHITTY_TEST_DATABASE, as the fixture of
// the tests sets it; the store's own tests run on both engines.
#include "daemon/store/postgres/attempts.hpp"
#include "daemon/store/store.hpp"
#include "daemon/store/testing/test_database.hpp"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sys/resource.h>
#include <thread>

namespace chitty::host::daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Result<std::unique_ptr<Dialect>> dialect(const std::string& url) {
  return dialect_for(url, Paths::of_this_process().library);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  return at == std::string::npos ? "there is no " + what + " in it" : text.replace(at, what.size(), by);
}

TEST(PostgresAddress, OtherMachinesAreReachedWithAVerifiedCertificateOnly) {
  for (const char* mode : {"disable", "allow", "prefer", "require", "verify-ca"})
    for (const char* host : {"db.example.com", "10.1.2.3", "localhost,db.example.com", "127.0.0.1.example.com"}) {
      const auto made = dialect("postgres://u:s3cretpw@" + std::string(host) + "/d?sslmode=" + mode);
      ASSERT_FALSE(made) << mode << host;
      EXPECT_EQ(made.error().code, Code::configuration);
      EXPECT_THAT(made.error().message + made.error().hint, AllOf(HasSubstr(mode), Not(HasSubstr("s3cretpw"))));
    }
  EXPECT_FALSE(dialect("postgres://localhost/d?hostaddr=10.1.2.3&sslmode=disable"));
  EXPECT_FALSE(dialect("postgres://localhost/d?host=db.example.com&sslmode=disable"));
  for (const char* fine : {"postgres://db.example.com/d", "neon://u:p@ep-x-pooler.eu.example/d?sslmode=verify-full",
                           "postgresql://127.0.0.1/d?sslmode=disable", "postgres:///d?host=/run/postgresql",
                           "postgres://[::1]:5433/d?sslmode=require", "postgres://a,b/d"})
    EXPECT_TRUE(dialect(fine)) << fine;
}

TEST(PostgresAddress, AWrongUrlIsASentenceWithoutIt) {
  for (const char* wrong :
       {"postgres://u:s3cret%zz@localhost/d", "postgres://u:s3cretpw@[::1/d",
        "postgres://u:s3cretpw@localhost/d?frobnicate=1", "postgres://u:s3cretpw@localhost/d?sslmode",
        "postgres://u:s3cretpw@localhost/d?connections=1"}) {
    const auto made = dialect(wrong);
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().code, Code::configuration);
    EXPECT_THAT(made.error().message + made.error().hint, Not(HasSubstr("s3cret")));
  }
}

TEST(PostgresAttempts, TheOneThatGotFurthestIsTold) {
  const std::string refused =
      "connection to server at \"localhost\" (::1), port 5432 failed: Connection refused\n"
      "\tIs the server running on that host and accepting TCP/IP connections?\n";
  const std::string missing =
      "connection to server at \"localhost\" (127.0.0.1), port 5432 failed: FATAL:  database \"nowhere\" does not exist\n";
  const std::string unknown = "could not translate host name \"db.invalid\" to address: Name or service not known\n";
  const std::string untrusted =
      "connection to server at \"db\" (10.0.0.1), port 5432 failed: SSL error: certificate verify failed\n";
  const std::string standby = "connection to server at \"db\" (10.0.0.2), port 5432 failed: session is read-only\n";
  for (const auto& words : {refused + missing, missing + refused, unknown + refused + missing, missing + unknown,
                            untrusted + missing + standby})
    EXPECT_THAT(furthest_attempt(words), testing::EndsWith("database \"nowhere\" does not exist")) << words;
  EXPECT_THAT(furthest_attempt(unknown + refused), AllOf(HasSubstr("(::1)"), HasSubstr("refused; Is the server running")));
  EXPECT_THAT(furthest_attempt(refused + untrusted + unknown), HasSubstr("certificate verify failed"));
  EXPECT_THAT(furthest_attempt(refused + standby), HasSubstr("session is read-only"));
  EXPECT_EQ(furthest_attempt("something else"), "something else");
  EXPECT_EQ(furthest_attempt(""), "");
}

class Postgres : public testing::Test {
 protected:
  Postgres() : database_("") {}
  static void SetUpTestSuite() { ASSERT_TRUE(TestDatabase::on_postgresql()) << "Start one: tests/support/postgres.py"; }

  std::string refusal(const std::string& url) {
    const auto store = Store::open(url);
    if (store) return "none";
    EXPECT_EQ(store.error().code, Code::configuration) << store.error().message;
    for (const auto& text : {store.error().message, store.error().hint}) EXPECT_THAT(text, Not(HasSubstr(password())));
    return store.error().message + " | " + store.error().hint;
  }
  std::string password() const {
    const auto& url = database_.url();
    const auto colon = url.find(':', url.find("://") + 3);
    return url.substr(colon + 1, url.find('@') - colon - 1);
  }
  // End every connection to the database but our own, as a restart of the server would.
  void end_connections() {
    database_.server()
        .run_script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database_.name() + "'")
        .value();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  TestDatabase database_;
};

TEST_F(Postgres, TheConnectionIsEncryptedAndVerified) {
  const auto store = Store::open(database_.url()).value();
  std::string row;
  store->lend()
      .value()
      ->run("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()", {},
            [&](std::string_view text) -> Result<void> { return row = text, Result<void>(); })
      .value();
  EXPECT_EQ(row, R"({"ssl":1,"version":"TLSv1.3"})");
}

TEST_F(Postgres, WhatIsWrongAtTheStartIsSaidWithoutThePassword) {
  const auto url = database_.url();
  EXPECT_THAT(refusal(replaced(url, password(), "wrong")),
              AllOf(HasSubstr("password authentication failed"), HasSubstr("Check user and password")));
  EXPECT_THAT(refusal(replaced(url, "/ca.crt", "/other.crt")),
              AllOf(HasSubstr("certificate verify failed"), HasSubstr("sslrootcert=FILE")));
  EXPECT_THAT(refusal(replaced(url, "/ca.crt", "/none.crt")), HasSubstr("sslrootcert=FILE"));
  EXPECT_THAT(refusal(url.substr(0, url.find('?'))),
              HasSubstr("certificate verify failed"));  // the system's authorities do not know it
  EXPECT_THAT(refusal(replaced(url, "@localhost", "@127.0.0.2")),
              AllOf(HasSubstr("does not match host name"), HasSubstr("name that is in the server's certificate")));
  EXPECT_EQ(refusal(replaced(url, "@localhost", "@127.0.0.1")), "none");
  EXPECT_THAT(refusal(url + "&sslmode=disable"), HasSubstr("leave sslmode out"));  // the server refuses plain text
  EXPECT_THAT(refusal(replaced(url, database_.name(), "nowhere")),
              AllOf(HasSubstr("does not exist"), HasSubstr("CREATE DATABASE")));
  EXPECT_THAT(refusal(replaced(url, "@localhost", "@no-such-host.invalid")), HasSubstr("Check the host"));
  EXPECT_THAT(refusal("postgres://u:" + password() + "@127.0.0.1:1/d"), HasSubstr("Check that the server is running"));
}

TEST_F(Postgres, ConnectionsThatEndedAreReplaced) {
  const auto store = Store::open(database_.url()).value();
  auto session = store->lend("acme").value();
  session->run_script("CREATE TABLE t (x BIGINT)").value();
  EXPECT_TRUE(session->run("SELECT x FROM t", {}));
  end_connections();
  EXPECT_TRUE(session->run("SELECT x FROM t", {}));  // nothing was under way: tried again on a new one
  end_connections();
  EXPECT_TRUE(session->begin());
  EXPECT_TRUE(session->run("INSERT INTO t VALUES (1)", {}));
  end_connections();
  const auto lost = session->commit();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, Code::host_fault);
  EXPECT_TRUE(lost.error().retryable);
  EXPECT_THAT(lost.error().message, HasSubstr("lost before it confirmed the change"));
  EXPECT_FALSE(session->in_transaction());
  session.reset();
  session = store->lend("acme").value();
  EXPECT_TRUE(session->run("INSERT INTO t VALUES (2)", {}));
}

TEST_F(Postgres, AStatementWhoseConnectionEndsUnderItIsARetryableFailure) {
  const auto store = Store::open(database_.url()).value();
  auto session = store->lend("acme").value();
  session->run_script("CREATE TABLE t (x TEXT)").value();
  std::thread other([&] { std::this_thread::sleep_for(std::chrono::milliseconds(300)), end_connections(); });
  const auto lost = session->run("INSERT INTO t SELECT CAST(pg_sleep(5) AS TEXT)", {});
  other.join();
  ASSERT_FALSE(lost);
  EXPECT_TRUE(lost.error().retryable);
  EXPECT_EQ(lost.error().details.at("cause"), "database_gone");
  std::thread again([&] { std::this_thread::sleep_for(std::chrono::milliseconds(300)), end_connections(); });
  EXPECT_TRUE(session->run("SELECT CAST(pg_sleep(1) AS TEXT) AS t", {}));  // it reads, and is asked again
  again.join();
}

TEST_F(Postgres, AServerThatIsAwayIsSaidSoAndMissedOnce) {
  const auto store = Store::open(database_.url()).value();
  std::vector<std::string> told;
  store->watch([&](std::string_view what) { told.emplace_back(what); });
  auto& server = database_.server();
  server.run_script("ALTER DATABASE " + database_.name() + " ALLOW_CONNECTIONS false").value();
  end_connections();
  for (int i = 0; i < 2; ++i) {
    const auto session = store->lend();
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, Code::host_fault);
    EXPECT_TRUE(session.error().retryable);
  }
  server.run_script("ALTER DATABASE " + database_.name() + " ALLOW_CONNECTIONS true").value();
  EXPECT_TRUE(store->lend());
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[1], "the database is back");
}

TEST_F(Postgres, ADatabaseThatIsReadOnlySaysSo) {
  auto store = Store::open(database_.url()).value();
  store->lend().value()->run_script("CREATE TABLE t (x BIGINT)").value();
  database_.server()
      .run_script("ALTER DATABASE " + database_.name() + " SET default_transaction_read_only = on")
      .value();
  end_connections();
  auto session = store->lend().value();
  const auto refused = session->run("INSERT INTO t VALUES (1)", {});
  EXPECT_EQ(refused.error().code, Code::host_fault);
  EXPECT_EQ(refused.error().details.at("cause"), "read_only");
  EXPECT_TRUE(refused.error().retryable);
  EXPECT_TRUE(session->run("SELECT * FROM t", {}));
}

// As after a switch of roles: what was connected to the old primary is of no use, though the server answers on it.
TEST_F(Postgres, ConnectionsToAServerThatBecameReadOnlyAreDropped) {
  auto store = Store::open(database_.url()).value();
  store->lend().value()->run_script("CREATE TABLE t (x BIGINT)").value();
  {
    auto one = store->lend().value(), two = store->lend().value(), three = store->lend().value();
    for (auto* session : {one.get(), two.get(), three.get()})
      session->run("SELECT set_config('default_transaction_read_only', 'on', false) AS x", {}).value();
  }
  EXPECT_EQ(store->counts().connections, 3u);
  auto session = store->lend("acme").value();
  EXPECT_EQ(session->run("INSERT INTO t VALUES (1)", {}).value(), 1u);  // refused there, done on a new connection
  EXPECT_EQ(store->counts().connections, 1u);
  session->run("SELECT set_config('default_transaction_read_only', 'on', false) AS x", {}).value();
  session->begin().value();
  const auto refused = session->run("INSERT INTO t VALUES (2)", {});
  EXPECT_EQ(refused.error().details.at("cause"), "read_only");
  session->rollback().value();
  session->begin().value();  // on a new one
  EXPECT_TRUE(session->run("INSERT INTO t VALUES (2)", {}));
  EXPECT_TRUE(session->commit());
}

TEST_F(Postgres, AFullDiskSaysSo) {
  // What the server says then, raised by hand: no test may fill the machine's disk.
  const auto store = Store::open(database_.url()).value();
  auto session = store->lend().value();
  session
      ->run_script(
          "CREATE TABLE t (x BIGINT); CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
          " RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;"
          "CREATE TRIGGER full_disk BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION full_disk()")
      .value();
  const auto refused = session->run("INSERT INTO t VALUES (1)", {});
  EXPECT_EQ(refused.error().code, Code::host_fault);
  EXPECT_EQ(refused.error().details.at("cause"), "disk_full");
}

TEST_F(Postgres, WritersOfOneServiceTakeTurnsAndOthersDoNotWait) {
  const auto store = Store::open(database_.url()).value(), other = Store::open(database_.url()).value();
  auto first = store->lend("acme").value();
  first->begin().value();
  EXPECT_TRUE(other->lend("board").value()->begin());  // another service
  std::atomic<bool> had{false};
  std::thread waiting([&] { had = static_cast<bool>(other->lend("acme").value()->begin()); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_FALSE(had);
  first->rollback().value();
  waiting.join();
  EXPECT_TRUE(had);
}

TEST_F(Postgres, WhoWaitsTooLongForTheLockIsToldToTryAgain) {
  const auto store = Store::open(database_.url()).value();
  auto first = store->lend("acme").value();
  first->begin().value();
  const auto late = store->lend("acme").value()->begin();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::timeout);
  EXPECT_TRUE(late.error().retryable);
}

TEST_F(Postgres, RowsAreReadOneByOneAndAReaderThatLeavesEarlyCostsLittle) {
  const auto store = Store::open(database_.url()).value();
  auto session = store->lend().value();
  int seen = 0;
  const auto begin = std::chrono::steady_clock::now();
  const auto done =
      session->run("SELECT generate_series(1, 100000000) AS n, repeat('x', 1000) AS text", {},
                   [&](std::string_view) -> Result<void> {
                     return ++seen < 1000 ? Result<void>() : Result<void>(make_error(Code::cancelled, "Enough."));
                   });
  EXPECT_EQ(done.error().code, Code::cancelled);
  EXPECT_EQ(seen, 1000);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));  // of a hundred gigabytes
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  EXPECT_LT(used.ru_maxrss, 512 * 1024);
  EXPECT_TRUE(session->run("SELECT 1 AS one", {}));
}

TEST_F(Postgres, ConnectionsAreBounded) {
  const auto store = Store::open(database_.url() + "&connections=2").value();
  auto first = store->lend().value();
  auto second = store->lend().value();
  std::thread later([&] { std::this_thread::sleep_for(std::chrono::milliseconds(300)), first.reset(); });
  EXPECT_TRUE(store->lend());
  later.join();
  EXPECT_EQ(store->counts().connections, 2u);
}

// What a pooler in transaction mode leaves: nothing prepared from one statement to the next.
TEST_F(Postgres, BehindAPoolerNothingIsPrepared) {
  const auto store = Store::open(database_.url() + "&pooled=yes").value();
  auto session = store->lend("acme").value();
  session->run_script("CREATE TABLE t (id TEXT PRIMARY KEY, n BIGINT)").value();
  for (int i = 0; i < 3; ++i)
    session->run("INSERT INTO t VALUES (:id, :n)", {{"id", std::to_string(i)}, {"n", i}}).value();
  session->begin().value();
  EXPECT_EQ(session->run("INSERT INTO t VALUES (:id, :n)", {{"id", "1"}, {"n", 1}}).error().code, Code::conflict);
  EXPECT_EQ(session->run("UPDATE t SET n = n + :by", {{"by", 1}}).value(), 3u);
  session->commit().value();
  std::vector<std::string> rows;
  const auto take = [&](std::string_view row) -> Result<void> { return rows.emplace_back(row), Result<void>(); };
  session->run("SELECT :n AS n, COUNT(*) AS all FROM t WHERE n > :n", {{"n", 1}}, take).value();
  session->run("SELECT COUNT(*) AS kept FROM pg_prepared_statements", {}, take).value();
  EXPECT_THAT(rows, testing::ElementsAre(R"({"n":1,"all":2})", R"({"kept":0})"));
}

}  // namespace
}  // namespace chitty::host::daemon

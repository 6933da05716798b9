#include <gtest/gtest.h>

#include <chitty/answers.hpp>
#include <chitty/testkit/openssl_crypto.hpp>
#include <chitty/testkit/sqlite_store.hpp>
#include <set>

namespace chitty {
namespace {

// A service called "acme" without a plugin around it, on a real database.
struct Answers : testing::Test {
  Answers() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::offer(CHITTY_EXT_CRYPTO, &testkit::openssl_crypto());
    testkit::new_database();
    testkit::run_script("CREATE TABLE things (name TEXT NOT NULL)");
    tables = HostTables(&testkit::host_table());
    tables.plugin = "acme";
    host.now_ms = 1'795'445'950'123;
    host.incoming = {.handler = "make", .headers = {{"idempotency-key", "k"}}};
  }
  Service service() { return Service(tables, host.as_call()); }

  // Makes one thing, once.
  Response make(const std::string& subject = "ada", int status = 200) {
    host.incoming.caller["subject"] = subject;
    host.body_read = 0;
    auto face = service();
    return idempotent(face, status,
                      [&]() -> Result<json::object> {
                        CHITTY_DO(face.store().execute("INSERT INTO things VALUES ('x')"));
                        return json::object{{"things", testkit::number_in_store("SELECT COUNT(*) FROM things")}};
                      })
        .value();
  }
  static std::int64_t things() { return testkit::number_in_store("SELECT COUNT(*) FROM things"); }
  static json::object body(const Response& response) { return json::parse(response.body).as_object(); }

  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(Answers, ATransactionWhoseBodyThrowsLeavesNothingBehind) {
  auto store = service().store();
  EXPECT_THROW((void)store.transaction([&]() -> Result<void> {
    EXPECT_TRUE(store.execute("INSERT INTO things VALUES ('x')"));
    throw std::length_error("body");
  }),
               std::length_error);
  EXPECT_EQ(things(), 0);
  EXPECT_TRUE(store.transaction([&] { return store.insert("things", {{"name", "y"}}); })) << "and the next one begins";
  EXPECT_EQ(things(), 1);
}

TEST_F(Answers, TheEnvelopeNamesTheServiceAndTheTime) {
  auto face = service();
  EXPECT_EQ(
      envelope(face, {{"a", 1}}),
      (json::object{{"success", true}, {"a", 1}, {"service", "acme"}, {"timestamp", "2026-11-23T14:59:10.123Z"}}));
}

TEST_F(Answers, ColumnsAreReadAsWhatTheyHold) {
  const Row row{{"name", "x"}, {"none", nullptr}, {"data", R"({"a":1})"}, {"list", "[1]"}, {"broken", "{"}};
  EXPECT_EQ(text_in(row, "name"), "x");
  EXPECT_EQ(text_in(row, "none"), "");
  EXPECT_EQ(object_in_text(row.at("data")), (json::object{{"a", 1}}));
  for (const auto* column : {"list", "broken", "none"}) EXPECT_EQ(object_in_text(row.at(column)), json::object()) << column;
}

TEST_F(Answers, WhatHasASecretInItIsMadeAfreshAndNobodyKeepsIt) {
  auto face = service();
  const auto make_another = [&](bool fails) {
    return answer_with_secret(face, 201, [&]() -> Result<json::object> {
      CHITTY_DO(face.store().execute("INSERT INTO things VALUES ('x')"));
      if (fails) return make_error(Code::conflict, "No.");
      return json::object{{"token", testkit::number_in_store("SELECT COUNT(*) FROM things")}};
    });
  };
  EXPECT_EQ(body(make_another(false).value()).at("token"), 1);
  const auto second = make_another(false).value();  // by the same key
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(body(second).at("token"), 2);
  EXPECT_EQ(second.headers.at("Cache-Control"), "no-store");
  EXPECT_EQ(make_another(true).error().code, Code::conflict);
  EXPECT_EQ(things(), 2);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers"), 0);
}

TEST_F(Answers, AnIdHasTwentyLettersAndNeverComesTwice) {
  auto face = service();
  std::set<std::string> seen;
  std::set<char> letters;
  for (int i = 0; i < 500; ++i) {
    const auto id = new_id(face, "tok_").value();
    ASSERT_EQ(id.size(), 24u);
    ASSERT_EQ(id.substr(0, 4), "tok_");
    letters.insert(id.begin() + 4, id.end());
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 500u);
  EXPECT_EQ(letters.size(), 62u);
}

TEST_F(Answers, TheSameKeyWorksOnce) {
  const auto first = make("ada", 201);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(body(first).at("things"), 1);
  host.now_ms += 1000;
  const auto second = make("ada", 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(things(), 1);
  EXPECT_TRUE(host.complaints().empty());
}

TEST_F(Answers, AKeyIsEachCallersAndEachRoutesAndEachServicesOwn) {
  make();
  make("bob");
  host.incoming.handler = "remake";
  make();
  host.incoming.handler = "make";
  tables.plugin = "board";
  make();
  EXPECT_EQ(things(), 4);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers WHERE service = 'acme'"), 3);
}

// A key is bound to its request: another one is neither done nor given the answer of the first.
TEST_F(Answers, TheSameKeyWithAnotherPathQueryOrBodyIsRefused) {
  host.incoming.body = R"({"name":"x"})";
  make();
  const auto other = [&](auto&& change) {
    auto before = host.incoming;
    change(host.incoming);
    host.body_read = 0;
    auto face = service();
    const auto answer = idempotent(face, 200, [] { return Result<json::object>(json::object()); });
    host.incoming = before;
    host.body_read = 0;
    return answer;
  };
  for (const auto& answer : {other([](auto& request) { request.body = R"({"name":"y"})"; }),
                             other([](auto& request) { request.path = "/things/2"; }),
                             other([](auto& request) { request.target = "/acme/things?loud=1"; })}) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(status_of_code(answer.error().code), 422);
    EXPECT_EQ(answer.error().details.at("error"), "IDEMPOTENCY_KEY_REUSED");
  }
  EXPECT_EQ(body(make()).at("things"), 1);  // the first, again
  EXPECT_EQ(things(), 1);
}

// Answers that were kept before requests were told apart have no print.
TEST_F(Answers, AnAnswerOfAnOlderVersionIsGivenAgain) {
  make();
  testkit::run_script("UPDATE chitty_answers SET answer = '{\"success\":true,\"things\":7}'");
  EXPECT_EQ(body(make()).at("things"), 7);
}

TEST_F(Answers, AnOrderedIdIsAUuidOfVersionSevenThatSortsAsItWasMade) {
  auto face = service();
  std::string before;
  for (int i = 0; i < 5000; ++i) {  // more than a millisecond has bits for
    const auto id = new_ordered_id(face).value();
    ASSERT_EQ(id.size(), 36u);
    ASSERT_EQ(id[14], '7');
    ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos);
    ASSERT_LT(before, id);
    before = id;
  }
  host.now_ms += 10'000;
  EXPECT_EQ(new_ordered_id(face).value().substr(0, 13), "01a208eb-2dbb");
  host.now_ms -= 600'000;  // the clock was set back: ids follow it
  EXPECT_LT(new_ordered_id(face).value(), before);
}

TEST_F(Answers, WithoutAKeyEachRequestWorks) {
  host.incoming.headers.clear();
  make();
  make();
  EXPECT_EQ(things(), 2);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers"), 0);
}

TEST_F(Answers, AnAnswerIsKeptForADay) {
  make();
  host.now_ms += 24 * 3'600'000;
  make();
  EXPECT_EQ(things(), 1);
  ++host.now_ms;
  make();
  EXPECT_EQ(things(), 2);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers"), 1);
}

TEST_F(Answers, WhatWasRefusedIsNotKept) {
  auto face = service();
  const auto refused =
      idempotent(face, 200, []() -> Result<json::object> { return make_error(Code::conflict, "Not now."); });
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers"), 0);
  EXPECT_EQ(body(make()).at("things"), 1);
}

// Whatever of the host fails, and wherever: the thing and its answer are both there or neither.
TEST_F(Answers, AFailureAnywhereKeepsNothingByHalves) {
  for (std::uint64_t fail_at = 1; fail_at < 10; ++fail_at) {
    host.fail_at_call = host.fallible_calls + fail_at;
    host.incoming.headers["idempotency-key"] = std::to_string(fail_at);
    auto face = service();
    (void)idempotent(face, 200, [&]() -> Result<json::object> {
      CHITTY_DO(face.store().execute("INSERT INTO things VALUES ('x')"));
      return json::object();
    });
    ASSERT_EQ(things(), testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers WHERE answer <> ''")) << fail_at;
    ASSERT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chitty_answers WHERE answer = ''"), 0) << fail_at;
  }
  EXPECT_GT(things(), 0);
  EXPECT_LT(things(), 9);
}

TEST_F(Answers, AHashOfPiecesIsTheHashOfTheWhole) {
  const auto crypto = service().crypto();
  auto running = crypto.hash().value();
  for (const char* piece : {"a", "", "bc"}) running.add(piece);
  EXPECT_EQ(running.digest(), crypto.sha256("abc"));
  running.add("d");
  EXPECT_EQ(running.digest(), crypto.sha256("abcd"));
}

}  // namespace
}  // namespace chitty

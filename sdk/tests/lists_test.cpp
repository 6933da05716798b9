#include <gtest/gtest.h>

#include <chitty/lists.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty {
namespace {

// A service called "acme" without a plugin around it, with five things in its store.
struct Lists : testing::Test {
  Lists() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::new_database();
    testkit::run_script("CREATE TABLE things (id TEXT NOT NULL, colour TEXT NOT NULL)");
    for (const auto* id : {"a", "b", "c", "d", "e"})
      testkit::run_script("INSERT INTO things VALUES ('" + std::string(id) + "', '" + (*id < 'd' ? "red" : "blue") +
                          "')");
    tables = HostTables(&testkit::host_table());
    tables.plugin = "acme";
  }
  Service service() { return Service(tables, host.as_call()); }
  static json::object body(const Result<Response>& response) { return json::parse(response.value().body).as_object(); }

  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(Lists, APageIsWhatTheQuerySays) {
  EXPECT_EQ(page_of(service())->limit, 50);
  host.incoming.query = {{"limit", "2"}, {"offset", "10"}, {"cursor", "c"}};
  const auto page = page_of(service()).value();
  EXPECT_EQ(page.limit, 2);
  EXPECT_EQ(page.offset, 10);
  EXPECT_EQ(page.cursor, "c");
  for (const char* limit : {"0", "201", "-1", "x", "1x", "99999999999999999999"}) {
    host.incoming.query = {{"limit", limit}};
    EXPECT_EQ(page_of(service()).error().message, "The query's limit must be a number from 1 to 200.") << limit;
  }
}

TEST_F(Lists, TheRowTooManySaysThatThereIsMore) {
  const Page page{2, 0, ""};
  Rows rows{{{"id", "c"}}, {{"id", "b"}}, {{"id", "a"}}};
  EXPECT_EQ(page_metadata(page, rows).at("nextCursor"), "b");
  EXPECT_EQ(rows.size(), 2u);
  EXPECT_EQ(page_metadata(page, rows).at("nextCursor"), nullptr);
  Rows named{{{"name", "c"}}, {{"name", "b"}}, {{"name", "a"}}};
  EXPECT_EQ(page_metadata(page, named, "name").at("nextCursor"), "b");
}

TEST_F(Lists, AnAnswerIsOnePageAndSaysWhereTheNextBegins) {
  auto face = service();
  const auto list = [&](const Page& page) {
    Select things{"SELECT id, colour FROM things WHERE id > :cursor", {{"cursor", page.cursor}}};
    things.where("colour = :colour", "colour", "red");
    things.sql += " ORDER BY id";
    return body(answer_page(face, page, "things", things, [](Row& row) { return row.at("id"); }));
  };
  const auto first = list({2, 0, ""});
  EXPECT_EQ(first.at("success"), true);
  EXPECT_EQ(first.at("service"), "acme");
  EXPECT_EQ(first.at("things"), (json::array{"a", "b"}));
  EXPECT_EQ(first.at("metadata"), (json::object{{"limit", 2}, {"offset", 0}, {"nextCursor", "b"}}));
  const auto last = list({2, 0, "b"});
  EXPECT_EQ(last.at("things"), (json::array{"c"}));
  EXPECT_EQ(last.at("metadata").at("nextCursor"), nullptr);
  EXPECT_EQ(list({2, 1, ""}).at("things"), (json::array{"b", "c"}));
}

// Ten and more: as texts 10 would come before 9, and a page would be lost.
TEST_F(Lists, ACursorOfNumbersLosesNoPage) {
  testkit::run_script("CREATE TABLE numbered (number BIGINT NOT NULL)");
  for (int i = 1; i <= 25; ++i) testkit::run_script("INSERT INTO numbered VALUES (" + std::to_string(i) + ")");
  auto face = service();
  json::array all;
  for (json::value cursor = ""; !cursor.is_null();) {
    host.incoming.query = {{"limit", "4"}, {"cursor", cursor.is_string() ? cursor : json::value(json::serialize(cursor))}};
    const auto page = page_of(service()).value();
    const auto body = Lists::body(answer_page(
        face, page, "numbers",
        {"SELECT number FROM numbered WHERE number > :cursor ORDER BY number", {{"cursor", page.number_cursor().value()}}},
        [](Row& row) { return row.at("number"); }, "number"));
    for (const auto& number : body.at("numbers").as_array()) all.push_back(number);
    cursor = body.at("metadata").at("nextCursor");
  }
  ASSERT_EQ(all.size(), 25u);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], static_cast<std::int64_t>(i + 1));
  host.incoming.query = {{"cursor", "9x"}};
  EXPECT_EQ(page_of(service())->number_cursor().error().code, Code::invalid_argument);
}

TEST_F(Lists, RowsAsTextMakeTheSameAnswer) {
  auto face = service();
  const Select things{"SELECT id FROM things ORDER BY id"};
  const Page page{3, 0, ""};
  const auto tree = answer_page(face, page, "things", things, [](const Row& row) { return row; });
  const auto text = answer_page<RowText>(face, page, "things", things, [](const RowText& row) {
    ObjectText record;
    record.raw("id", row.raw("id"));
    return record;
  });
  EXPECT_EQ(body(text), body(tree));
}

TEST_F(Lists, APageOfWhatTheManifestDeclares) {
  const struct {
    std::int64_t limit = 50, offset = 0;
    std::string cursor{};
  } asked{3, 1, "b"};
  const auto page = page_of(asked);
  EXPECT_EQ(page.limit, 3);
  EXPECT_EQ(page.offset, 1);
  EXPECT_EQ(page.cursor, "b");
}

TEST_F(Lists, AStoreThatFailsIsNoEmptyList) {
  auto face = service();
  const auto wrong =
      answer_page(face, {2, 0, ""}, "things", {"SELECT nothing FROM nowhere"}, [](const Row& row) { return row; });
  EXPECT_FALSE(wrong);
}

}  // namespace
}  // namespace chitty

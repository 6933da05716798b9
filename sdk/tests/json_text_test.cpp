#include <gtest/gtest.h>

#include <chitty/lists.hpp>
#include <chitty/testkit/fake_host.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

TEST(JsonText, EveryByteIsQuotedAsBoostReadsItWhereverItStands) {
  for (int byte = 0; byte < 0x80; ++byte)
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x');
      text[at] = static_cast<char>(byte);
      EXPECT_EQ(json::parse(in_quotes(text)).as_string(), text) << byte << " at " << at;
    }
  EXPECT_EQ(in_quotes("a\"b\\c\nd\x01"), R"("a\"b\\c\nd\u0001")");
  EXPECT_EQ(in_quotes("Zoë, 雪 and ½ of it"), "\"Zoë, 雪 and ½ of it\"");
  EXPECT_EQ(in_quotes(""), "\"\"");
}

TEST(JsonText, AnObjectIsWrittenMemberByMember) {
  ObjectText inner, outer;
  EXPECT_EQ(inner.whole(), "{}");
  inner.text("name", "a \"b\"").number("count", -7).boolean("done", false).raw("list", "[1,2]");
  EXPECT_EQ(inner.whole(), R"({"name":"a \"b\"","count":-7,"done":false,"list":[1,2]})");
  outer.members(inner).members(ObjectText()).boolean("more", true);
  EXPECT_EQ(outer.whole(), R"({"name":"a \"b\"","count":-7,"done":false,"list":[1,2],"more":true})");
  ListText list;
  EXPECT_EQ(list.whole(), "[]");
  EXPECT_EQ(list.add(ObjectText()).raw("7").whole(), "[{},7]");
}

TEST(JsonText, MembersAreFoundInWhateverBoostWrites) {
  const json::object all{{"text", "plain"}, {"tricky", "\\\", \"no\":\"x"}, {"ends", "in\\"}, {"number", -1.5}, {"null", nullptr}, {"inner", {{"no", "}"}, {"deep", json::array{1, "]", json::object()}}}}, {"a\"b", "odd"}, {"last", true}};
  const std::string compact = json::serialize(all);
  const std::string spaced = " { \"last\" : true ,\n\t\"text\": \"plain\" } ";
  const ObjectView view(compact);
  for (const auto& [name, value] : all) {
    EXPECT_EQ(view.raw(name), json::serialize(value));
    EXPECT_EQ(view.text(name), value.is_string() ? value.as_string() : json::string());
  }
  EXPECT_EQ(view.raw("no"), "");
  EXPECT_EQ(ObjectView(spaced).text("text"), "plain");
  EXPECT_EQ(ObjectView(spaced).raw("last"), "true");
}

// Never for a text that is no JSON, but it must end there too.
TEST(JsonText, WhatIsCutOffHasNoSuchMember) {
  const std::string whole = R"({"a":"x\"y","b":{"c":[1,2]},"d":null})";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(ObjectView(std::string_view(whole).substr(0, size)).raw("e"), "") << size;
}

struct RowsAsText : testing::Test {
  RowsAsText() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::new_database();
    testkit::run_script(
        "CREATE TABLE things (id INTEGER, name TEXT, data TEXT);"
        "INSERT INTO things VALUES (1, 'a \"b\"', '{\"x\":[1]}'), (2, NULL, '{}'), (3, 'c', '{}')");
    tables = HostTables(&testkit::host_table());
    tables.plugin = "acme";
  }
  Service service() { return Service(tables, host.as_call()); }

  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(RowsAsText, AColumnIsHandedOnOrRead) {
  auto row = service().store().find_text("SELECT * FROM things ORDER BY id").value();
  ASSERT_TRUE(row);
  EXPECT_EQ(row->raw("id"), "1");
  EXPECT_EQ(row->raw("name"), R"("a \"b\"")");
  EXPECT_EQ(row->text("name"), "a \"b\"");
  EXPECT_EQ(row->text("data"), R"({"x":[1]})");
  EXPECT_THROW(row->raw("colour"), std::out_of_range);
  row = service().store().find_text("SELECT * FROM things WHERE id = :id", {{"id", 2}}).value();
  EXPECT_EQ(row->raw("name"), "null");
  EXPECT_EQ(row->text("name"), "");
  EXPECT_FALSE(service().store().find_text("SELECT * FROM things WHERE id = 4").value());
}

TEST_F(RowsAsText, APageOfThemHasTheCursorOfItsLast) {
  auto rows = service().store().query_text("SELECT * FROM things ORDER BY id LIMIT 3").value();
  const auto metadata = page_metadata({2, 0, ""}, rows);
  EXPECT_EQ(rows.size(), 2u);
  EXPECT_EQ(metadata.at("nextCursor"), 2);
}

TEST_F(RowsAsText, TheEnvelopeIsTheSameAroundTextAndTree) {
  auto face = service();
  EXPECT_EQ(envelope(face, ObjectText().number("a", 1)).whole(),
            json::serialize(envelope(face, json::object{{"a", 1}})));
}

TEST_F(RowsAsText, AReplyIsJsonUnlessItSaysOtherwise) {
  const std::pair<json::object, json::object> given_and_sent[] = {
      {{}, {{"Content-Type", "application/json"}}},
      {{{"Location", "/x"}}, {{"Location", "/x"}, {"Content-Type", "application/json"}}},
      {{{"Content-Type", "text/html"}}, {{"Content-Type", "text/html"}}}};
  for (const auto& [given, sent] : given_and_sent) {
    host.answer = {};
    Response response(ObjectText().number("a", 1));
    response.headers = given;
    ASSERT_TRUE(service().give(response));
    EXPECT_EQ(host.answer.headers, sent);
    EXPECT_EQ(host.answer.body, "{\"a\":1}");
  }
}

}  // namespace
}  // namespace chitty

#include <gtest/gtest.h>

#include <chitty/lists.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty {
namespace {

constexpr Property thing[] = {{"id", "id"},
                              {"madeAt", "made_at"},
                              {"tags", "tags", Property::text},
                              {"isNew", "is_new", Property::number},
                              {"elsewhere", "elsewhere"}};

struct Records : testing::Test {
  Records() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::new_database();
    testkit::run_script("CREATE TABLE things (id TEXT NOT NULL, made_at TEXT, tags TEXT, is_new BIGINT, secret TEXT)");
    tables = HostTables(&testkit::host_table());
    tables.plugin = "acme";
  }
  Service service() { return Service(tables, host.as_call()); }

  // The record of the only row, made both ways.
  json::object only() {
    auto face = service();
    const auto tree = record_of(face.store().find("SELECT * FROM things").value().value(), thing);
    const auto text = record_of(face.store().find_text("SELECT * FROM things").value().value(), thing);
    EXPECT_EQ(json::parse(text.whole()), json::value(tree));
    return tree;
  }

  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(Records, ARowBecomesWhatTheShapeSaysAndNoMore) {
  ASSERT_TRUE(service().store().insert(
      "things", {{"id", "a"}, {"made_at", "now"}, {"tags", R"(["x","\"y\""])"}, {"is_new", 1}, {"secret", "s"}}));
  EXPECT_EQ(only(), (json::object{{"id", "a"}, {"madeAt", "now"}, {"tags", {"x", "\"y\""}}, {"isNew", true}}));
}

TEST_F(Records, WhatIsNullStaysNull) {
  ASSERT_TRUE(service().store().insert("things", {{"id", "a"}, {"is_new", 0}}));
  EXPECT_EQ(only(), (json::object{{"id", "a"}, {"madeAt", nullptr}, {"tags", nullptr}, {"isNew", false}}));
}

TEST_F(Records, AListIsShownAsItsShapeSays) {
  for (const char* id : {"a", "b", "c"})
    ASSERT_TRUE(service().store().insert("things", {{"id", id}, {"made_at", id}, {"secret", "s"}}));
  auto face = service();
  const auto listed = [&](const Page& page, std::string_view since) {
    auto things = Select::own("SELECT id, made_at FROM things", Ownership(face, "secret = :whose", {{"whose", "s"}}));
    things.where_given("made_at >= :since", "since", since).newest_first(page);
    return json::parse(answer_page(face, page, "things", things, thing).value().body).at("things");
  };
  const auto record = [](const char* id) { return json::object{{"id", id}, {"madeAt", id}}; };
  EXPECT_EQ(listed({2, 0, ""}, ""), (json::array{record("c"), record("b")}));
  EXPECT_EQ(listed({2, 0, "b"}, ""), (json::array{record("a")}));
  EXPECT_EQ(listed({2, 0, ""}, "c"), (json::array{record("c")}));
}

TEST_F(Records, ARowIsInsertedIntoPlainNamesAlone) {
  const auto code = [&](std::string_view table, const json::object& row) {
    return service().store().insert(table, row).error().code;
  };
  EXPECT_EQ(code("things; --", {{"id", "a"}}), Code::plugin_fault);
  EXPECT_EQ(code("things", {{"id) --", "a"}}), Code::plugin_fault);
  EXPECT_EQ(code("things", {}), Code::plugin_fault);
  EXPECT_FALSE(service().store().find("SELECT id FROM things").value());
}

}  // namespace
}  // namespace chitty

#include <gtest/gtest.h>

#include <chitty/bulk.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty {
namespace {

struct BulkTest : testing::Test {
  BulkTest() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::new_database();
    testkit::run_script("CREATE TABLE things (name TEXT NOT NULL)");
    tables = HostTables(&testkit::host_table());
  }

  Result<Reply> send() {
    Host face(tables, host.as_call());
    return send_bulk(face, bulk);
  }
  std::string answered(const std::string& body) {
    host.incoming.body = body;
    Service service(tables, host.as_call());
    const auto read = [](const json::object& line) -> Result<std::string> {
      if (auto name = text_in(line, "name"); !name.empty()) return name;
      return make_error(Code::conflict, "There is no name.");
    };
    const auto work = [&](std::vector<Slot<std::string>>& slots) -> Result<void> {
      largest = std::max(largest, slots.size());
      for (auto& slot : slots) {
        if (!slot.order) continue;
        CHITTY_DO(service.store().insert("things", {{"name", *slot.order}}));
        slot.made = {{"name", *slot.order}};
      }
      return {};
    };
    EXPECT_TRUE(answer_bulk<std::string>(service, read, work));
    return host.answer.body;
  }

  Bulk bulk{.path = "/things", .unit = "things", .done = "made", .echo = "note", .complete = [](json::object& order) { order.emplace("size", 1); }};
  std::size_t largest = 0;
  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(BulkTest, LinesGoUpCompletedAndTheirAnswersAreRecordsWithTheNumbersOfTheInput) {
  host.input = "{\"note\":{\"a\":1}}\n\n{\"count\":2}\n";
  host.replies.on("POST", "/things").answer_text(200, "{\"line\":1,\"success\":true}\n{\"line\":3,\"success\":true}\n{\"line\":3,\"success\":true}\n");
  ASSERT_TRUE(send());
  EXPECT_EQ(host.requests.at(0).body, "{\"note\":{\"a\":1},\"size\":1}\n\n{\"count\":2,\"size\":1}\n");
  EXPECT_EQ(host.records, (json::array{{{"line", 1}, {"success", true}, {"note", {{"a", 1}}}}, {{"line", 3}, {"success", true}}, {{"line", 3}, {"success", true}}}));
}

TEST_F(BulkTest, RefusalsAreToldOnTheSideAndFailTheCommandAtItsEnd) {
  host.input = "{}\n{}\n";
  host.replies.on("POST", "/things")
      .answer_text(200, "{\"line\":1,\"success\":true}\n{\"line\":2,\"success\":false,\"error\":\"FORBIDDEN\",\"message\":\"You have all.\"}\n");
  const auto done = send();
  EXPECT_EQ(done.error().code, Code::permission_denied);
  EXPECT_EQ(done.error().message, "1 of 2 was refused.");
  EXPECT_EQ(done.error().hint, "Their lines say why; the others are made.");
  EXPECT_EQ(host.notes, std::vector<std::string>{"Line 2: You have all."});
}

TEST_F(BulkTest, AServiceThatStopsEarlyIsTold) {
  host.input = "{}\n{}\n";
  host.replies.on("POST", "/things").answer_text(200, "{\"line\":1,\"success\":true}\n");
  EXPECT_EQ(send().error().message, "The service answered 1 of 2 orders and stopped.");
}

TEST_F(BulkTest, ARouteAnswersEachThingInItsOrderAndKeepsWhatItAcknowledges) {
  EXPECT_EQ(answered("{\"name\":\"a\",\"count\":2}\n{}\n{\"name\":\"b\"}\n"),
            "{\"line\":1,\"success\":true,\"name\":\"a\"}\n{\"line\":1,\"success\":true,\"name\":\"a\"}\n"
            "{\"line\":2,\"success\":false,\"error\":\"CONFLICT\",\"message\":\"There is no name.\"}\n{\"line\":3,\"success\":true,\"name\":\"b\"}\n");
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM things"), 3);
}

TEST_F(BulkTest, ARouteHoldsAThousandAtMost) {
  answered("{\"name\":\"a\",\"count\":2500}\n");
  EXPECT_EQ(largest, 1000u);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM things"), 2500);
}

}  // namespace
}  // namespace chitty

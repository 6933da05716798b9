// Lists, page by page: the three mechanisms, and what the host guards without being told.
#include "request/testing.hpp"

namespace chitty::host {
namespace {

using Records = RequestTest;

constexpr const char* cursor = R"({"method": "GET", "target": "/x", "records": "/items",
  "paging": {"next": [{"from": "/next", "to": "query:cursor"}], "size": {"to": "query:limit", "most": 100}}})";

TEST_F(Records, a_cursor_leads_from_page_to_page) {
  courier.answer(R"({"items": [1, 2], "next": "c 2"})");
  courier.answer(R"({"items": [3], "next": ""})");
  ASSERT_TRUE(run(cursor));
  EXPECT_EQ(sent(0), "GET /x?limit=100");
  EXPECT_EQ(sent(1), "GET /x?limit=100&cursor=c%202");
  EXPECT_EQ(courier.records, (json::array{1, 2, 3}));
}

TEST_F(Records, limit_stops_and_asks_for_no_more_than_it_needs) {
  courier.answer(R"({"items": [1, 2], "next": "b"})");
  courier.answer(R"({"items": [3, 4], "next": "c"})");
  ASSERT_TRUE(run(cursor, {{"limit", 3}}));
  EXPECT_EQ(sent(0), "GET /x?limit=3");
  EXPECT_EQ(sent(1), "GET /x?limit=1&cursor=b");
  EXPECT_EQ(courier.records, (json::array{1, 2, 3}));
  ASSERT_TRUE(run(cursor, {{"limit", 0}}));
  EXPECT_EQ(courier.sent.size(), 2u);
}

TEST_F(Records, the_same_cursor_twice_is_an_error_also_in_a_larger_circle) {
  courier.answer(R"({"items": [1], "next": "a"})");
  courier.answer(R"({"items": [1], "next": "a"})");
  const auto done = run(cursor);
  EXPECT_EQ(done.error().code, Code::malformed);
  EXPECT_EQ(done.error().message, "The service returned the same page twice, so its list would never end.");
  for (int i = 0; i < 64; ++i) courier.answer(R"({"items": [1], "next": ")" + std::string(1, static_cast<char>('a' + i % 7)) + "\"}");
  EXPECT_EQ(run(cursor).error().code, Code::malformed);
  EXPECT_LT(courier.sent.size(), 40u);
}

TEST_F(Records, an_error_of_a_later_page_is_an_error_and_no_shorter_list) {
  courier.answer(R"({"items": [1], "next": "a"})");
  courier.answer("", {}, 503);
  EXPECT_EQ(run(cursor).error().message, "answered 503");
  courier.answer(R"({"items": [1], "next": "a"})");
  courier.answer(R"({"success": false, "error": "lost it"})");
  EXPECT_EQ(run(cursor).error().message, "lost it");
}

TEST_F(Records, a_page_without_its_list_is_told) {
  for (const char* body : {"{}", R"({"items": {}})", R"({"items": null})", "[]", "3"}) {
    courier.answer(body);
    const auto done = run(cursor);
    EXPECT_EQ(done.error().code, Code::malformed) << body;
    EXPECT_EQ(done.error().message, "The service's answer has no list of items.") << body;
  }
  courier.answer("<html>");
  EXPECT_TRUE(run(cursor).error().message.starts_with("The service answered with something that is not JSON"));
  courier.answer(std::string(65, '[') + std::string(65, ']'));
  EXPECT_EQ(run(cursor).error().message, "The service's answer is nested more than 64 deep.");
  for (const auto* number : {"1e400", "-1e400", "0e999"}) {
    courier.answer(R"({"items": [{"weight": )" + std::string(number) + "}]}");
    EXPECT_EQ(run(cursor).error().message, "The service's answer has a number that is too large.") << number;
  }
}

TEST_F(Records, a_link_is_followed_as_a_whole_address) {
  const char* linked = R"({"method": "GET", "target": "/x", "records": "", "paging": {"next": [{"from": "link:next"}]}})";
  courier.answer("[1]", {{"Link", "<https://acme.example/x?page=1>; rel=\"first\", <https://acme.example/x?page=2>; title=\"a, b\"; rel=\"prev next\""}});
  courier.answer("[2]");
  ASSERT_TRUE(run(linked));
  EXPECT_EQ(sent(1), "GET https://acme.example/x?page=2");
  EXPECT_EQ(courier.records, (json::array{1, 2}));
}

TEST_F(Records, the_last_record_says_where_to_go_on) {
  const char* last = R"({"method": "GET", "target": "/x", "records": "/items",
    "paging": {"next": [{"from": "last:/id", "to": "query:after"}], "more": "/more"}})";
  courier.answer(R"({"items": [{"id": 1}, {"id": 2}], "more": true})");
  courier.answer(R"({"items": [{"id": 3}], "more": false})");
  ASSERT_TRUE(run(last));
  EXPECT_EQ(sent(1), "GET /x?after=2");
  courier.answer(R"({"items": [], "more": true})");
  EXPECT_EQ(run(last).error().message, "The service says that there is more, but not where.");
}

TEST_F(Records, several_values_go_together_and_into_variables) {
  const char* both = R"({"graphql": "query { x }", "records": "/data/x",
    "paging": {"next": [{"from": "/data/after", "to": "variables:/page/after"}, {"from": "header:X-Shard", "to": "header:X-Shard"}]}})";
  courier.answer(R"({"data": {"x": [1], "after": "a"}})", {{"X-Shard", "7"}});
  courier.answer(R"({"data": {"x": [2]}})");
  ASSERT_TRUE(run(both));
  EXPECT_EQ(body(1).at("variables"), (json::value{{"page", {{"after", "a"}}}}));
  EXPECT_EQ(header("X-Shard", 1), "7");
  courier.answer(R"({"data": {"x": [1], "after": "a"}})");
  EXPECT_EQ(run(both).error().code, Code::malformed);
}

TEST_F(Records, pages_are_counted_until_one_is_empty_or_short_or_the_last) {
  const auto counted = [](const std::string& count) {
    return R"({"method": "GET", "target": "/x", "records": "/items", "paging": {"count": )" + count + R"(, "size": {"to": "query:n", "most": 2}}})";
  };
  courier.answer(R"({"items": [1, 2]})");
  courier.answer(R"({"items": [3, 4]})");
  courier.answer(R"({"items": []})");
  ASSERT_TRUE(run(counted(R"({"to": "query:page", "step": "page"})")));
  EXPECT_EQ(sent(2), "GET /x?n=2&page=3");
  courier.sent.clear();
  courier.answer(R"({"items": [1, 2]})");
  courier.answer(R"({"items": [3]})");
  ASSERT_TRUE(run(counted(R"({"to": "query:offset", "step": "records", "end": "short"})")));
  EXPECT_EQ(sent(1), "GET /x?n=2&offset=2");
  courier.sent.clear();
  courier.answer(R"({"items": [1, 2], "total": 3})");
  courier.answer(R"({"items": [3], "total": 3})");
  ASSERT_TRUE(run(counted(R"({"to": "query:offset", "step": "records", "end": {"total": "/total"}})")));
  EXPECT_EQ(courier.sent.size(), 2u);
  courier.answer(R"({"items": [1, 2]})", {{"X-Pages", "1"}});
  ASSERT_TRUE(run(counted(R"({"to": "query:page", "start": 0, "step": "page", "end": {"pages": "header:X-Pages"}})")));
  EXPECT_EQ(courier.sent.size(), 3u);
  EXPECT_EQ(sent(2), "GET /x?n=2&page=0");
  courier.answer(R"({"items": [1, 2]})");
  EXPECT_EQ(run(counted(R"({"to": "query:page", "step": "page", "end": {"total": "/total"}})")).error().message, "The service does not say how long the list is.");
}

TEST_F(Records, a_service_that_does_not_count_is_found_out) {
  for (int i = 0; i < 3; ++i) courier.answer(R"({"items": [1, 2]})");
  EXPECT_EQ(run(R"({"method": "GET", "target": "/x", "records": "/items", "paging": {"count": {"to": "query:page", "step": "page"}}})").error().code, Code::malformed);
  EXPECT_EQ(courier.sent.size(), 2u);
}

TEST_F(Records, an_objects_members_are_rows) {
  courier.answer(R"({"hosts": {"a": {"up": true}, "b": 3}})");
  ASSERT_TRUE(run(R"({"method": "GET", "target": "/x", "records": {"at": "/hosts", "key": "name"}})"));
  EXPECT_EQ(courier.records, (json::array{{{"name", "a"}, {"up", true}}, {{"name", "b"}, {"value", 3}}}));
}

TEST_F(Records, a_route_brings_method_path_records_and_paging) {
  const char* service = R"({"service": {"paging": {"next": [{"from": "/metadata/nextCursor", "to": "query:cursor"}], "size": {"to": "query:limit", "most": 100}},
    "routes": [{"method": "GET", "path": "/v1/things/{id}/parts", "handler": "list-parts", "records": "/parts"},
               {"method": "GET", "path": "/v1/kinds", "handler": "list-kinds", "records": "/kinds", "query": {"only": {"type": "string"}}},
               {"method": "GET", "path": "/v1/all", "handler": "list-all", "records": "/all", "paging": false}]}})";
  courier.answer(R"({"parts": [1], "metadata": {"nextCursor": "n"}})");
  courier.answer(R"({"parts": [2], "metadata": {"nextCursor": null}})");
  ASSERT_TRUE(run(R"({"route": "list-parts", "path": {"id": "id"}, "query": {"did": "name"}})", {{"id", "t"}, {"name", "d"}}, service));
  EXPECT_EQ(sent(1), "GET /v1/things/t/parts?did=d&limit=100&cursor=n");
  EXPECT_EQ(courier.records, (json::array{1, 2}));
  courier.answer(R"({"kinds": []})");
  ASSERT_TRUE(run(R"({"route": "GET /v1/kinds", "query": {"only": "name"}})", {}, service));
  EXPECT_EQ(sent(2), "GET /v1/kinds");  // its query does not take the slots of the service's paging
  courier.answer(R"({"all": []})");
  ASSERT_TRUE(run(R"({"route": "list-all"})", {}, service));
  EXPECT_EQ(sent(3), "GET /v1/all");
  EXPECT_EQ(run(R"({"route": "list-pasta"})", {}, service).error().code, Code::plugin_fault);
}

}  // namespace
}  // namespace chitty::host

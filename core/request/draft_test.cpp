// Arguments to a request: each slot, each source, each way to say a value.
#include <fstream>

#include "request/testing.hpp"

namespace chitty::host {
namespace {

using Draft = RequestTest;

TEST_F(Draft, puts_each_argument_into_its_slot) {
  effect = "create";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/repos/{repo}/issues", "path": {"repo": "id"}, "query": {"dry": "flag", "tag": "tags"},
                      "header": {"X-Count": "count"}, "body": {"/title": "name", "/limits/each": "count", "/data": "data"}})",
                  {{"id", "a/b c"}, {"flag", true}, {"tags", {"x", "y&z"}}, {"count", 7}, {"name", "Ada"}, {"data", {{"k", nullptr}}}}));
  EXPECT_EQ(sent(), "POST /repos/a%2Fb%20c/issues?dry=true&tag=x&tag=y%26z");
  EXPECT_EQ(header("X-Count"), "7");
  EXPECT_EQ(header("Content-Type"), "application/json");
  EXPECT_EQ(body(), (json::value{{"title", "Ada"}, {"limits", {{"each", 7}}}, {"data", {{"k", nullptr}}}}));
}

TEST_F(Draft, an_absent_argument_is_an_absent_member) {
  effect = "create";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/x", "query": {"a": "name"}, "header": {"B": "id"}, "body": {"/c": "count", "/d/e": "flag"}})"));
  EXPECT_EQ(sent(), "POST /x");
  EXPECT_EQ(header("B"), "");
  EXPECT_EQ(courier.sent[0].body, "{}");
}

TEST_F(Draft, a_route_that_takes_no_body_gets_none) {
  effect = "update";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"route": "empty"})", {},
                  R"({"service": {"routes": [{"method": "POST", "path": "/empty", "handler": "empty", "summary": "x", "scope": "x:y", "body": false}]}})"));
  EXPECT_EQ(courier.sent[0].body, "");
  EXPECT_EQ(header("Content-Type"), "");
}

TEST_F(Draft, a_setting_that_the_path_needs_and_that_is_not_set_is_named) {
  const auto refused = run(R"({"method": "GET", "target": "/boards/{board}", "path": {"board": {"setting": "/board"}}})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_EQ(refused.error().message, "the setting 'board' of the remote is not set");
  EXPECT_EQ(refused.error().hint, "Set it: chitty config set chittyos.remotes.REMOTE.board VALUE");
  EXPECT_TRUE(courier.sent.empty());
}

TEST_F(Draft, values_come_from_settings_constants_and_secrets_too) {
  effect = "create";
  courier.remote_settings = {{"team", {{"id", 12}}}};
  courier.secrets = {{"pin", "s3cr3t-pin"}};
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/x", "query": {"team": {"setting": "/team/id"}, "none": {"setting": "/nothing"}},
                      "header": {"Accept": {"const": "text/plain"}, "X-Pin": {"secret": "pin"}}, "body": {"/kind": {"const": ["a", 1]}}})"));
  EXPECT_EQ(sent(), "POST /x?team=12");
  EXPECT_EQ(header("Accept"), "text/plain");
  EXPECT_EQ(header("X-Pin"), "s3cr3t-pin");
  EXPECT_EQ(body(), (json::value{{"kind", {"a", 1}}}));
}

TEST_F(Draft, a_secret_that_is_not_set_sends_nothing) {
  EXPECT_EQ(run(R"({"method": "GET", "target": "/x", "header": {"X-Pin": {"secret": "pin"}}})").error().code, Code::not_found);
  EXPECT_TRUE(courier.sent.empty());
}

TEST_F(Draft, says_a_value_as_the_service_wants_it) {
  effect = "create";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/x", "body": {"/s": {"arg": "life", "as": "seconds"}, "/ms": {"arg": "life", "as": "milliseconds"},
                      "/at": {"arg": "since", "as": "seconds"}, "/text": {"arg": "count", "as": "text"}, "/json": {"arg": "name", "as": "json"},
                      "/csv": {"arg": "tags", "as": "csv"}, "/b64": {"arg": "id", "as": "base64"}, "/state": {"arg": "state", "map": {"open": "OPEN", "done": 2}}}})",
                  {{"life", 90'500}, {"since", "2026-11-29T00:00:00Z"}, {"count", 5}, {"name", "{\"a\": [1]}"}, {"tags", {"x", "y"}}, {"id", "hello"}, {"state", "done"}}));
  EXPECT_EQ(body(), (json::value{{"s", 90}, {"ms", 90'500}, {"at", 1795910400}, {"text", "5"}, {"json", {{"a", {1}}}}, {"csv", "x,y"}, {"b64", "aGVsbG8="}, {"state", 2}}));
}

TEST_F(Draft, text_that_is_no_json_is_refused_before_anything_is_sent) {
  const auto done = run(R"({"method": "GET", "target": "/x", "query": {"j": {"arg": "name", "as": "json"}}})", {{"name", "{oops"}});
  EXPECT_EQ(done.error().code, Code::invalid_argument);
  EXPECT_TRUE(done.error().message.starts_with("invalid value for '--name': not JSON")) << done.error().message;
  EXPECT_TRUE(courier.sent.empty());
}

TEST_F(Draft, a_path_value_names_one_segment_and_never_another_resource) {
  for (const char* value : {"", ".", ".."}) {
    EXPECT_EQ(run(R"({"method": "GET", "target": "/files/{id}", "path": {"id": "id"}})", {{"id", value}}).error().code, Code::invalid_argument) << value;
  }
  for (const char* value : {"a//b", "../b", "a/..", "/a"}) {
    EXPECT_EQ(run(R"({"method": "GET", "target": "/files/{id}", "path": {"id": {"arg": "id", "slashes": true}}})", {{"id", value}}).error().code,
              Code::invalid_argument)
        << value;
  }
  EXPECT_TRUE(courier.sent.empty());
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "GET", "target": "/files/{id}/raw", "path": {"id": {"arg": "id", "slashes": true}}})", {{"id", "docs/a b.md"}}));
  EXPECT_EQ(sent(), "GET /files/docs/a%20b.md/raw");
}

TEST_F(Draft, a_whole_body_is_an_argument) {
  effect = "create";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "PUT", "target": "/x", "body": {"": "data"}})", {{"data", {1, 2}}}));
  EXPECT_EQ(courier.sent[0].body, "[1,2]");
}

TEST_F(Draft, a_query_of_graphql_goes_with_its_variables) {
  courier.answer(R"({"data": {"card": {"id": "c"}}})");
  ASSERT_TRUE(run(R"({"graphql": "query($board: ID!) { board(id: $board) { id } }", "variables": {"/board": "id"}, "record": "/data/card"})", {{"id", "b1"}}));
  EXPECT_EQ(sent(), "POST /graphql");
  EXPECT_EQ(body().at("variables"), (json::value{{"board", "b1"}}));
  EXPECT_TRUE(body().at("query").as_string().starts_with("query"));
  EXPECT_TRUE(courier.sent[0].repeatable);
  EXPECT_EQ(courier.records, (json::array{{{"id", "c"}}}));
}

TEST_F(Draft, a_form_is_a_form) {
  effect = "create";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/x", "body": {"form": {"a b": "name", "t": "tags", "no": "id"}}})", {{"name", "1&2"}, {"tags", {"x", "y"}}}));
  EXPECT_EQ(courier.sent[0].body, "a%20b=1%262&t=x&t=y");
  EXPECT_EQ(header("Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(Draft, parts_carry_fields_values_and_files) {
  effect = "create";
  const auto file = std::filesystem::temp_directory_path() / ("chitty_parts_" + std::to_string(::getpid()) + ".zip");
  std::ofstream(file) << "PK bytes";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/x", "body": {"parts": {"meta": {"fields": {"/branch": "name"}}, "note": {"value": "id"}, "gone": {"value": "to"},
                      "archive": {"file": "file", "type": "application/zip"}}}})",
                  {{"name", "main"}, {"id", "hi"}, {"file", file.string()}}));
  const auto type = header("Content-Type");
  const auto boundary = type.substr(type.find("boundary=") + 9);
  EXPECT_EQ(courier.sent[0].body,
            "--" + boundary + "\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"branch\":\"main\"}\r\n" +
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n" +
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"archive\"; filename=\"" + file.filename().string() +
                "\"\r\nContent-Type: application/zip\r\n\r\nPK bytes\r\n--" + boundary + "--\r\n");
  EXPECT_EQ(courier.sent[0].source_length, static_cast<std::int64_t>(courier.sent[0].body.size()));
  std::filesystem::remove(file);
}

TEST_F(Draft, a_file_goes_up_as_it_is_and_standard_input_too) {
  effect = "create";
  courier.typed = "from a pipe";
  courier.answer("{}");
  ASSERT_TRUE(run(R"({"method": "PUT", "target": "/x", "body": {"file": "file", "type": "text/plain"}})", {{"file", "-"}}));
  EXPECT_EQ(courier.sent[0].body, "from a pipe");
  EXPECT_EQ(courier.sent[0].source_length, -1);
  EXPECT_EQ(header("Content-Type"), "text/plain");
  const auto missing = run(R"({"method": "PUT", "target": "/x", "body": {"file": "file"}})", {{"file", "/no/such/file"}});
  EXPECT_EQ(missing.error().message, "cannot read '/no/such/file': No such file or directory");
}

}  // namespace
}  // namespace chitty::host

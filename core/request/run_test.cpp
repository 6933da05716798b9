// From the reply to the record: failures inside a 200, what is expected, long work, names, streams, files, ETags.
#include <fstream>
#include <filesystem>

#include "request/testing.hpp"

namespace chitty::host {
namespace {

namespace fs = std::filesystem;
using RequestRun = RequestTest;

TEST_F(RequestRun, one_reply_is_one_record_and_an_empty_body_an_empty_object) {
  courier.answer(R"({"client": {"id": "a"}})");
  ASSERT_TRUE(run(R"({"method": "GET", "target": "/x", "record": "/client", "note": "Shown this once."})"));
  EXPECT_EQ(courier.records, (json::array{{{"id", "a"}}}));
  EXPECT_EQ(courier.notes, std::vector<std::string>{"Shown this once."});
  courier.answer("");
  ASSERT_TRUE(run(R"({"method": "DELETE", "target": "/x"})"));
  EXPECT_EQ(courier.records.back(), json::value(json::object()));
  courier.answer("{}");
  EXPECT_EQ(run(R"({"method": "GET", "target": "/x", "record": "/client", "note": "n"})").error().message, "The service's answer has no client in it.");
  EXPECT_EQ(courier.notes.size(), 1u);
}

TEST_F(RequestRun, a_reply_without_what_was_promised_is_taken_for_none) {
  const char* expecting = R"({"method": "POST", "target": "/x", "expect": ["/kid", "/a/b"]})";
  courier.answer(R"({"kid": "k", "a": {"b": 0}})");
  EXPECT_TRUE(run(expecting));
  for (const char* body : {R"({"a": {"b": 1}})", R"({"kid": "", "a": {"b": 1}})", R"({"kid": null, "a": {"b": 1}})"}) {
    courier.answer(body);
    const auto done = run(expecting);
    EXPECT_EQ(done.error().message, "The service's answer has no kid in it.") << body;
    EXPECT_EQ(done.error().code, Code::malformed);
  }
  courier.answer(R"({"kid": "k"})");
  EXPECT_EQ(run(expecting).error().message, "The service's answer has no '/a/b' in it.");
}

TEST_F(RequestRun, an_error_inside_a_200_is_an_error) {
  courier.answer(R"({"success": false, "error": {"message": "not today"}})");
  EXPECT_EQ(run(R"({"method": "GET", "target": "/x"})").error().message, "not today");
  const char* graphql = R"({"remote": {"failed": {"at": "/errors", "code": "/errors/0/extensions/code", "message": "/errors/0/message", "kinds": {"NOT_FOUND": "not_found"}}}})";
  courier.answer(R"({"errors": [{"message": "no board", "extensions": {"code": "NOT_FOUND"}}], "data": null})");
  const auto done = run(R"({"graphql": "query { x }"})", {}, graphql);
  EXPECT_EQ(done.error().message, "no board");
  EXPECT_EQ(done.error().code, Code::not_found);
  EXPECT_EQ(done.error().details.at("code"), "NOT_FOUND");
  courier.answer(R"({"errors": [], "data": 1})");
  EXPECT_TRUE(run(R"({"graphql": "query { x }"})", {}, graphql));
}

TEST_F(RequestRun, a_part_of_the_whole_may_be_declared_an_error) {
  courier.answer(R"({"items": [1], "incomplete": true})");
  EXPECT_EQ(run(R"({"method": "GET", "target": "/x", "records": "/items", "failed": {"at": "/incomplete", "message": "The search took too long, so a part is missing."}})").error().message,
            "The search took too long, so a part is missing.");
  EXPECT_TRUE(courier.records.empty());
}

constexpr const char* deploy = R"({"method": "POST", "target": "/deploys", "wait": {"poll": "header:Location", "at": "/status", "done": ["ready"],
  "failed": ["error", "canceled"], "message": "/error/message", "every": ["2s", "5s"], "then": {"from": "/result/url"}}})";

TEST_F(RequestRun, long_work_is_asked_about_at_growing_pauses_until_it_is_done) {
  courier.answer(R"({"status": "queued"})", {{"Location", "/deploys/7"}}, 202);
  courier.answer(R"({"status": "building"})");
  courier.answer(R"({"status": "building"})", {{"Retry-After", "4"}});
  courier.answer(R"({"status": "building"})");
  courier.answer(R"({"status": "ready", "result": {"url": "/sites/7"}})");
  courier.answer(R"({"id": 7})");
  ASSERT_TRUE(run(deploy));
  EXPECT_EQ(sent(1), "GET /deploys/7");
  EXPECT_EQ(sent(5), "GET /sites/7");
  EXPECT_EQ(courier.waits, (std::vector<std::int64_t>{2000, 3000, 4500, 5000}));
  EXPECT_EQ(courier.labels, (std::vector<std::string>{"queued", "building", "building", "building"}));
  EXPECT_EQ(courier.records, (json::array{{{"id", 7}}}));
}

TEST_F(RequestRun, long_work_that_fails_fails_in_the_services_words) {
  courier.answer(R"({"status": "queued"})", {{"Location", "/deploys/7"}});
  courier.answer(R"({"status": "error", "error": {"message": "no index.html"}})");
  const auto done = run(deploy);
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "no index.html");
  courier.answer(R"({"status": "canceled"})");
  EXPECT_EQ(run(deploy).error().message, "It ended in the state canceled.");
}

TEST_F(RequestRun, a_202_without_a_place_to_ask_is_told) {
  courier.answer(R"({"status": "queued"})", {}, 202);
  const auto done = run(deploy);
  EXPECT_EQ(done.error().code, Code::malformed);
  EXPECT_EQ(done.error().message, "The service answered 202 and is still working, but does not say where to ask.");
}

TEST_F(RequestRun, no_wait_shows_the_first_answer) {
  courier.answer(R"({"status": "queued"})", {}, 202);
  ASSERT_TRUE(run(deploy, {{"no-wait", true}}));
  EXPECT_EQ(courier.records, (json::array{{{"status", "queued"}}}));
}

TEST_F(RequestRun, waiting_ends_when_the_call_is_to_stop) {
  courier.stop_after_waits = 1;
  courier.answer(R"({"status": "queued"})", {{"Location", "/deploys/7"}});
  EXPECT_EQ(run(deploy).error().code, Code::cancelled);
}

TEST_F(RequestRun, the_place_to_ask_may_be_made_of_the_reply) {
  courier.answer(R"({"job": {"id": "a/b"}})");
  courier.answer(R"({"state": 2, "x": 1})");
  ASSERT_TRUE(run(R"({"method": "POST", "target": "/jobs", "wait": {"poll": {"target": "/jobs/{id}", "path": {"id": "/job/id"}}, "at": "/state", "done": [2], "every": ["1ms", "1ms"]}})"));
  EXPECT_EQ(sent(1), "GET /jobs/a%2Fb");
  EXPECT_EQ(courier.records, (json::array{{{"state", 2}, {"x", 1}}}));
}

constexpr const char* by_name = R"({"method": "GET", "target": "/p/{id}", "path": {"id": "name"},
  "lookup": {"arg": "name", "target": "/p", "records": "/all", "name": "/title", "id": "/id", "paging": {"next": [{"from": "/next", "to": "query:at"}]}}})";

TEST_F(RequestRun, a_name_becomes_the_id_that_has_it) {
  courier.answer(R"({"all": [{"id": 1, "title": "one"}], "next": "b"})");
  courier.answer(R"({"all": [{"id": 2, "title": "two"}]})");
  courier.answer("{}");
  ASSERT_TRUE(run(by_name, {{"name", "two"}}));
  EXPECT_EQ(sent(2), "GET /p/2");
  courier.answer(R"({"all": [{"id": 1, "title": "2"}, {"id": 2, "title": "two"}]})");
  courier.answer("{}");
  ASSERT_TRUE(run(by_name, {{"name", "2"}}));
  EXPECT_EQ(sent(4), "GET /p/2");  // what is an id is one
}

TEST_F(RequestRun, an_unknown_or_ambiguous_name_is_never_guessed) {
  courier.answer(R"({"all": [{"id": 1, "title": "One"}]})");
  const auto unknown = run(by_name, {{"name", "one"}});
  EXPECT_EQ(unknown.error().code, Code::not_found);
  EXPECT_EQ(unknown.error().message, "no name 'one'");
  courier.answer(R"({"all": [{"id": 1, "title": "one"}, {"id": 2, "title": "one"}]})");
  const auto twice = run(by_name, {{"name", "one"}});
  EXPECT_EQ(twice.error().code, Code::invalid_argument);
  EXPECT_EQ(twice.error().hint, "Use the id of the one you mean: 1, 2");
  EXPECT_EQ(courier.sent.size(), 2u);
}

constexpr const char* ndjson = R"({"method": "GET", "target": "/logs", "stream": "ndjson"})";
constexpr const char* sse = R"({"method": "GET", "target": "/logs", "stream": "sse"})";

TEST_F(RequestRun, a_stream_of_lines_gives_records_however_it_is_cut) {
  for (const std::size_t piece : {1u, 3u, 1000u}) {
    courier.records.clear();
    courier.answer("{\"a\":1}\r\n\n{\"a\":2}\n{\"a\":3}").in_pieces_of(piece);
    ASSERT_TRUE(run(ndjson)) << piece;
    EXPECT_EQ(courier.records, (json::array{{{"a", 1}}, {{"a", 2}}, {{"a", 3}}})) << piece;
  }
}

TEST_F(RequestRun, a_byte_order_mark_is_no_part_of_a_reply) {
  courier.answer("\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}");
  ASSERT_TRUE(run(ndjson));
  courier.answer("\xEF\xBB\xBF{\"a\":3}");
  ASSERT_TRUE(run(ndjson));
  courier.answer("\xEF\xBB\xBF{\"a\":4}");
  ASSERT_TRUE(run(R"({"method": "GET", "target": "/x"})"));
  EXPECT_EQ(courier.records, (json::array{{{"a", 1}}, {{"a", 2}}, {{"a", 3}}, {{"a", 4}}}));
}

TEST_F(RequestRun, a_stream_that_is_cut_in_the_middle_of_a_line_is_told) {
  courier.answer("{\"a\":1}\n{\"a\":");
  EXPECT_EQ(run(ndjson).error().message, "The stream was cut off in the middle of a line.");
  EXPECT_EQ(courier.records.size(), 1u);
  courier.answer("{\"a\":1}\n{\"a\":").cut();
  EXPECT_EQ(run(ndjson).error().code, Code::unreachable);
  courier.answer("{\"a\":1}\noops\n");
  EXPECT_TRUE(run(ndjson).error().message.starts_with("Line 2 of the stream is not JSON"));
}

TEST_F(RequestRun, server_sent_events_are_records) {
  for (const std::size_t piece : {1u, 5u, 1000u}) {
    courier.records.clear();
    courier.answer("\xEF\xBB\xBF: hello\r\nid: 7\rdata: {\"a\":1}\n\nevent: log\ndata: two\ndata:  lines\n\nevent: empty\n\n").in_pieces_of(piece);
    ASSERT_TRUE(run(sse)) << piece;
    EXPECT_EQ(courier.records, (json::array{{{"event", "message"}, {"id", "7"}, {"data", {{"a", 1}}}}, {{"event", "log"}, {"id", "7"}, {"data", "two\n lines"}}})) << piece;
  }
  courier.answer("data: {\"a\":1}\n\ndata: {\"a\"");
  EXPECT_EQ(run(sse).error().message, "The stream was cut off in the middle of an event.");
}

TEST_F(RequestRun, what_is_inside_an_event_may_be_the_record_and_limit_stops) {
  courier.answer("data: {\"a\":1}\n\ndata: {\"a\":2}\n\ndata: {\"a\":3}\n\n").in_pieces_of(4);
  ASSERT_TRUE(run(R"({"method": "GET", "target": "/logs", "stream": "sse", "records": "/data"})", {{"limit", 2}}));
  EXPECT_EQ(courier.records, (json::array{{{"a", 1}}, {{"a", 2}}}));
}

class Download : public RequestTest {
 protected:
  Download() { fs::create_directory(folder); }
  ~Download() override { fs::remove_all(folder); }
  std::string content() const {
    std::ifstream in(folder / "f");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator())); }
  const fs::path folder = fs::temp_directory_path() / ("chitty_download_" + std::to_string(::getpid()));
  const char* words = R"({"method": "GET", "target": "/files/1", "download": "to"})";
};

TEST_F(Download, a_reply_becomes_a_file) {
  courier.answer("the bytes", {{"Content-Type", "text/plain"}}).in_pieces_of(2);
  ASSERT_TRUE(run(words, {{"to", (folder / "f").string()}}));
  EXPECT_EQ(content(), "the bytes");
  EXPECT_EQ(courier.records, (json::array{{{"file", (folder / "f").string()}, {"bytes", 9u}, {"type", "text/plain"}}}));
  EXPECT_EQ(files(), 1u);
}

TEST_F(Download, one_that_is_cut_short_leaves_what_was_there_and_nothing_else) {
  std::ofstream(folder / "f") << "before";
  courier.answer("the by").cut();
  EXPECT_EQ(run(words, {{"to", (folder / "f").string()}}).error().code, Code::unreachable);
  EXPECT_EQ(content(), "before");
  EXPECT_EQ(files(), 1u);
}

TEST_F(Download, a_dry_run_writes_no_file) {
  courier.dry = true;
  courier.answer("the bytes");
  EXPECT_EQ(run(words, {{"to", (folder / "f").string()}}).error().message, "would write " + (folder / "f").string());
  EXPECT_EQ(files(), 0u);
}

TEST_F(Download, goes_to_standard_output_and_not_into_folders) {
  courier.answer("bytes");
  ASSERT_TRUE(run(words, {{"to", "-"}}));
  EXPECT_EQ(courier.output, "bytes");
  EXPECT_TRUE(courier.records.empty());
  courier.answer("bytes");
  EXPECT_EQ(run(words, {{"to", folder.string()}}).error().code, Code::invalid_argument);
  courier.answer("bytes");
  EXPECT_EQ(run(words, {{"to", "/no/such/folder/f"}}).error().message, "cannot write '/no/such/folder/f': No such file or directory");
}

constexpr const char* modify = R"({"method": "PUT", "target": "/t/{id}", "path": {"id": "id"}, "body": {"/title": "name"}, "modify": true})";

TEST_F(RequestRun, a_change_is_read_first_and_sent_under_its_etag) {
  courier.answer(R"({"title": "old", "owner": "ada"})", {{"ETag", "\"v1\""}});
  courier.answer("{}");
  ASSERT_TRUE(run(modify, {{"id", "7"}, {"name", "new"}}));
  EXPECT_EQ(sent(0), "GET /t/7");
  EXPECT_EQ(header("If-Match", 1), "\"v1\"");
  EXPECT_EQ(body(1), (json::value{{"title", "new"}, {"owner", "ada"}}));
}

TEST_F(RequestRun, a_change_that_somebody_else_overtook_is_a_conflict) {
  courier.answer("{}", {{"ETag", "\"v1\""}});
  courier.answer("", {}, 412);
  const auto done = run(modify, {{"id", "7"}});
  EXPECT_EQ(done.error().code, Code::conflict);
  EXPECT_EQ(done.error().hint, "It was changed in the meantime and nothing was done. Run the command again.");
  courier.answer("{}");
  EXPECT_EQ(run(modify, {{"id", "7"}}).error().message, "The service returned no ETag, so a change could overwrite someone else's.");
}

TEST_F(RequestRun, a_raw_view_is_given_the_bytes) {
  courier.answer("not JSON\n");
  ASSERT_TRUE(run(R"({"method": "GET", "target": "/x"})", {}, "{}", Shown::bytes));
  EXPECT_EQ(courier.output, "not JSON\n");
}

}  // namespace
}  // namespace chitty::host

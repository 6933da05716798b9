// Integrations, proxies and GitHub on a real store, with platforms that answer as they are told.
#include <chitty/testkit/service_test.hpp>

#include "github/signature.hpp"
#include "openapi/check.hpp"

namespace chitty::testkit {
namespace {

using Connect = ServiceTest;

class ConnectTest : public Connect {
 protected:
  Answered add(const char* slug, const char* credential, const char* url = "https://platform.example") {
    return send("add-connection", {{"slug", slug}, {"credential", credential}, {"base_url", url}});
  }
  Answered proxied(const char* slug, json::object order) { return send("proxy", std::move(order), {{"slug", slug}}); }

  // A delivery as GitHub sends it, signed by `secret`.
  Answered deliver(const std::string& body, const std::string& id, std::string signature = {}, const std::string& event = "issues") {
    if (signature.empty()) signature = chittyconnect::github::signature_of(secret, body);
    return ask({.handler = "receive-github", .method = "POST", .body = body, .query = {{"hook", hook}}, .headers = {{"x-github-delivery", id}, {"x-github-event", event}, {"x-hub-signature-256", signature}}});
  }
  void add_hook() {
    const auto made = send("add-webhook", {{"secret", secret}});
    ASSERT_EQ(made.status, 201) << made.text;
    hook = std::string(made.body.at("id").as_string());
  }
  static std::string issue(int number, const char* updated, const char* title) {
    return json::serialize(json::object{{"action", "edited"}, {"issue", json::object{{"number", number}, {"title", title}, {"state", "open"}, {"html_url", "u"}, {"user", json::object{{"login", "octocat"}}}, {"updated_at", updated}}}, {"repository", json::object{{"full_name", "octocat/chittyos"}}}});
  }
  json::array items() { return get("list-github-items").body.at("items").as_array(); }

  std::string hook, secret = "a secret of sixteen";
};

TEST_F(ConnectTest, the_description_is_valid_though_nothing_is_installed) {
  const auto made = get("describe");
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_TRUE(chittyconnect::openapi::judge(made.body)->problems.empty());
}

TEST_F(ConnectTest, a_credential_goes_to_its_platform_and_nowhere_else) {
  const auto added = add("notion", "secret_canary", "https://notion.example");
  ASSERT_EQ(added.status, 201) << added.text;
  elsewhere.on("GET", "https://notion.example/v1/users/me").answer(404, {{"message", "No such user"}});
  const auto answered = proxied("notion", {{"method", "GET"}, {"path", "/v1/users/me"}});
  EXPECT_EQ(answered.body.at("status"), 404) << answered.text;
  EXPECT_EQ(answered.body.at("body").at("message"), "No such user");
  ASSERT_EQ(fetched.size(), 1u);
  EXPECT_EQ(fetched[0].headers.at("Authorization"), "Bearer secret_canary");
  EXPECT_EQ(fetched[0].headers.at("Notion-Version"), "2022-06-28");
  ASSERT_EQ(answered.events.size(), 1u);
  EXPECT_EQ(answered.events[0].at("type"), "proxy.called");
  for (const auto& told : {added.text, answered.text, get("list-connections").text, get("show-connection", {{"slug", "notion"}}).text, json::serialize(answered.events)})
    EXPECT_EQ(told.find("secret_canary"), told.npos) << told;
}

TEST_F(ConnectTest, a_test_says_how_a_platform_is) {
  add("gcal", "t");
  elsewhere.on("GET", "https://platform.example/calendar/v3/users/me/calendarList?maxResults=1").answer(401, {{"error", {{"message", "Invalid Credentials"}}}});
  auto tested = send("test-connection", {}, {{"slug", "google-calendar"}});
  EXPECT_EQ(tested.body.at("connection").at("status"), "degraded") << tested.text;
  EXPECT_EQ(tested.body.at("connection").at("error"), "Invalid Credentials");
  elsewhere = {};
  tested = send("test-connection", {}, {{"slug", "google-calendar"}});
  EXPECT_EQ(tested.body.at("connection").at("status"), "down") << tested.text;
  EXPECT_EQ(tested.body.at("connection").at("status_code"), nullptr);
}

TEST_F(ConnectTest, events_are_handed_on_as_they_come_and_a_refusal_is_not) {
  add("openai", "t");
  elsewhere.on("POST", "https://platform.example/v1/chat/completions").answer_text(200, "data: {}\n\ndata: [DONE]\n\n", {{"content-type", "text/event-stream"}});
  const json::object order{{"method", "POST"}, {"path", "/v1/chat/completions"}, {"body", {{"stream", true}}}};
  auto answered = send("proxy-stream", order, {{"slug", "openai"}});
  EXPECT_EQ(answered.text, "data: {}\n\ndata: [DONE]\n\n");
  elsewhere = {};
  elsewhere.on("POST", "https://platform.example/v1/chat/completions").answer(429, {{"error", {{"message", "Slow down"}}}});
  answered = send("proxy-stream", order, {{"slug", "openai"}});
  EXPECT_EQ(answered.status, 422);
  EXPECT_NE(answered.text.find("429: Slow down"), std::string::npos) << answered.text;
}

TEST_F(ConnectTest, what_one_has_is_not_there_for_others) {
  caller = "ada";
  add("notion", "t");
  caller = "bob";
  EXPECT_EQ(proxied("notion", {{"method", "GET"}, {"path", "/"}}).status, 404);
  EXPECT_EQ(get("show-connection", {{"slug", "notion"}}).status, 404);
  EXPECT_TRUE(get("list-connections").body.at("connections").as_array().empty());
  EXPECT_EQ(add("notion", "another").status, 201);
}

TEST_F(ConnectTest, refusals) {
  EXPECT_EQ(send("add-connection", {{"slug", "unknown"}}).status, 400);
  for (const auto* url : {"http://platform.example", "ftp://a", "https://a:b@c", "https://a?b", "https:///x"}) EXPECT_EQ(add("own", "t", url).status, 400) << url;
  EXPECT_EQ(add("own", "t", "http://127.0.0.1:1").status, 201);
  EXPECT_EQ(add("own", "t", "http://127.0.0.1:1").status, 409);
  for (const auto* path : {"x", "/a b", "/a/../b", "/..", "/a#b"}) EXPECT_EQ(proxied("own", {{"method", "GET"}, {"path", path}}).status, 400) << path;
  EXPECT_TRUE(fetched.empty());
  quotas["integrations"] = 1;
  caller = "ada";
  EXPECT_EQ(add("a", "t").status, 201);
  EXPECT_EQ(add("b", "t").status, 403);
}

TEST_F(ConnectTest, a_delivery_is_kept_once_and_worked_at_afterwards) {
  add_hook();
  const auto body = issue(7, "2026-11-02T00:00:00Z", "Newer");
  EXPECT_EQ(deliver(body, "d-1", "sha256=" + std::string(64, '0')).status, 401);
  EXPECT_EQ(deliver(body, "d-1").body.at("duplicate"), false);
  EXPECT_EQ(deliver(body, "d-1").body.at("duplicate"), true);
  EXPECT_EQ(deliver(body, "d-2").body.at("duplicate"), true);
  EXPECT_TRUE(items().empty());
  EXPECT_TRUE(tend().after);
  ASSERT_EQ(items().size(), 1u);
  deliver(issue(7, "2026-11-01T00:00:00Z", "Older"), "d-3");
  deliver("[1]", "d-4");
  EXPECT_TRUE(tend().after);
  EXPECT_EQ(items()[0].at("title"), "Newer");
  const auto deliveries = get("list-deliveries").body.at("deliveries").as_array();
  ASSERT_EQ(deliveries.size(), 3u);
  EXPECT_EQ(deliveries[0].at("state"), "failed");
  EXPECT_EQ(deliveries[2].at("arrivals"), 3);
}

// Whatever fails in between, nothing is done by half: the delivery is worked at the next time.
TEST_F(ConnectTest, work_that_fails_is_left_whole) {
  add_hook();
  deliver(issue(7, "2026-11-02T00:00:00Z", "A"), "d-1");
  for (std::uint64_t fail_at = 1; fail_at < 12; ++fail_at) {
    if (tend(fail_at).after) break;
    const bool done = get("show-delivery", {{"id", "d-1"}}).body.at("delivery").at("state") == "done";
    EXPECT_EQ(items().size(), done ? 1u : 0u) << fail_at;
  }
  EXPECT_TRUE(tend().after);
  EXPECT_EQ(items().size(), 1u);
}

TEST_F(ConnectTest, a_repository_is_read_since_the_last_time) {
  add("github", "t", "https://api.example");
  const std::string list = "https://api.example/repos/octocat/chittyos/issues?state=all&sort=updated&direction=asc&per_page=100";
  const auto item = json::parse(R"({"number":1,"title":"A","state":"open","updated_at":"2026-11-01T00:00:00Z","user":{"login":"o"}})");
  elsewhere.on("GET", "https://api.example/user").answer(200, {{"login", "octocat"}});
  elsewhere.on("GET", list).answer_text(200, json::serialize(json::array{item}), {{"link", "<https://evil.example/?page=2>; rel=\"next\""}});
  elsewhere.on("GET", list + "&page=2").answer(200, json::array());  // never where a reply points
  const auto read = send("sync-github", {{"repo", "chittyos"}});
  ASSERT_EQ(read.status, 200) << read.text;
  EXPECT_EQ(read.body.at("changed"), 1);
  EXPECT_EQ(read.body.at("more"), false);
}

TEST_F(ConnectTest, an_unchanged_repository_costs_one_request) {
  add("github", "t", "https://api.example");
  const std::string list = "https://api.example/repos/o/r/issues?state=all&sort=updated&direction=asc&per_page=100";
  const auto item = json::parse(R"({"number":1,"title":"A","state":"open","updated_at":"2026-11-01T00:00:00Z","user":{"login":"o"},"pull_request":{}})");
  const auto page = json::serialize(json::array{item});
  elsewhere.on("GET", list).answer_text(200, page, {});
  EXPECT_EQ(send("sync-github", {{"repo", "o/r"}}).body.at("pulls"), 1);
  elsewhere = {};
  elsewhere.on("GET", list + "&since=2026-11-01T00%3A00%3A00Z").answer_text(200, page, {{"etag", "\"tag\""}});
  EXPECT_EQ(send("sync-github", {{"repo", "o/r"}}).body.at("changed"), 0);
  elsewhere = {};
  elsewhere.on("GET", list + "&since=2026-11-01T00%3A00%3A00Z").answer_text(304, "", {});
  EXPECT_EQ(send("sync-github", {{"repo", "o/r"}}).body.at("requests"), 1);
  EXPECT_EQ(fetched.back().headers.at("If-None-Match"), "\"tag\"");
  elsewhere = {};
  elsewhere.on("GET", list + "&since=2026-11-01T00%3A00%3A00Z").answer(404, {{"message", "Not Found"}});
  EXPECT_EQ(send("sync-github", {{"repo", "o/r"}}).status, 404);
}

}  // namespace
}  // namespace chitty::testkit

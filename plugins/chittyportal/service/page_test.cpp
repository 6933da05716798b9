// The page, what belongs to it, and what its answers tell a browser.
#include "../testing/portal_test.hpp"

namespace chittyportal::testing {
namespace {

class Pages : public PortalTest {};

TEST_F(Pages, nothing_inline_and_nothing_from_elsewhere) {
  const auto page = browse({.handler = "page"});
  ASSERT_EQ(page.status, 200);
  const std::string policy(page.headers.at("Content-Security-Policy").as_string());
  EXPECT_EQ(policy.find("default-src 'none'; script-src 'self'; style-src 'self';"), 0u);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
  EXPECT_EQ(page.headers.at("Referrer-Policy"), "same-origin");
  for (const auto* inline_ : {"<style", "style=", "onclick", "javascript:", "://"}) EXPECT_EQ(page.text.find(inline_), std::string::npos) << inline_;
  EXPECT_NE(page.text.find("src=\"/chittyportal/assets/app.js\""), std::string::npos);
  EXPECT_EQ(page.text.find("{base}"), std::string::npos);
}

TEST_F(Pages, every_file_that_is_named_is_there) {
  std::set<std::string> names{"app.js"}, seen;
  std::size_t bytes = browse({.handler = "page"}).text.size();
  while (!names.empty()) {
    const auto name = names.extract(names.begin()).value();
    if (!seen.insert(name).second) continue;
    const auto file = browse({.handler = "asset", .parameters = {{"name", name}}});
    ASSERT_EQ(file.status, 200) << name;
    bytes += file.text.size();
    EXPECT_EQ(file.text.find("innerHTML"), std::string::npos) << name;
    for (auto at = file.text.find("from \"./"); at != file.text.npos; at = file.text.find("from \"./", at + 1))
      names.insert(file.text.substr(at + 8, file.text.find('"', at + 8) - at - 8));
  }
  for (const auto* name : {"style.css", "icon.svg"}) bytes += browse({.handler = "asset", .parameters = {{"name", name}}}).text.size();
  EXPECT_GE(seen.size(), 8u);
  EXPECT_LT(bytes, 200'000u);
}

TEST_F(Pages, a_file_that_is_known_is_not_sent_again) {
  const auto first = browse({.handler = "asset", .parameters = {{"name", "style.css"}}});
  EXPECT_EQ(first.headers.at("Content-Type"), "text/css; charset=utf-8");
  const std::string tag(first.headers.at("ETag").as_string());
  const auto again = browse({.handler = "asset", .parameters = {{"name", "style.css"}}, .headers = {{"if-none-match", tag}}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.text.empty());
  for (const auto* other : {"index.html", "../manifest.json", "", "app.js/"}) EXPECT_EQ(browse({.handler = "asset", .parameters = {{"name", other}}}).status, 404) << other;
}

TEST_F(Pages, each_answer_says_what_it_is_no_page_for) {
  for (const auto* handler : {"page-overview", "page-users", "page-events"}) {
    const auto refused = browse({.handler = handler});
    EXPECT_EQ(refused.status, 401) << handler;
    EXPECT_EQ(refused.headers.at("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'; base-uri 'none'") << handler;
    EXPECT_EQ(refused.headers.at("X-Content-Type-Options"), "nosniff");
  }
}

TEST_F(Pages, what_is_not_installed_is_left_out) {
  services = json::object{{"chittyd", json::array()}, {"chittyportal", json::array{"chittyportal:read"}}};
  now += 10'000;
  sign_in(link());
  const auto shown = browse({.handler = "page-overview"});
  ASSERT_EQ(shown.status, 200) << shown.text;
  EXPECT_TRUE(shown.body.at("traffic").is_null());
  EXPECT_TRUE(shown.body.at("evidence").is_null());
  ASSERT_EQ(shown.body.at("numbers").as_array().size(), 1u) << shown.text;
  EXPECT_EQ(shown.body.at("services").at(0).at("state"), "up");
  const auto history = text_in(shown.body.at("services").at(0), "history");
  EXPECT_EQ(history, std::string(95, '?') + "u") << "nobody looked before";
}

TEST_F(Pages, a_service_that_does_not_answer_is_down_and_one_that_is_not_asked_is_not_known) {
  services = json::object{{"chittyauth", json::array()}, {"chittyid", json::array()}};
  peers = Replies();
  peers.by([](const Sent& sent, ScriptedReply& reply) {
    if (sent.target == "/chittyauth/health") return reply.answer(503, {{"error", "UNREACHABLE"}, {"message", "It failed to start."}});
    if (sent.target == "/chittyid/health") return reply.fail(Code::plugin_fault, "its manifest does not name it");
    if (sent.target == "/chittyauth/v1/accounts/counts") return reply.answer(200, {{"registered", 0}, {"suspended", 0}});
    reply.answer(200, {{"success", true}, {"good", true}, {"suspended", false}, {"reason", ""}, {"total_events", 0}, {"metrics", json::object()}});
  });
  now += 10'000;
  const auto told = get("stats");
  ASSERT_EQ(told.status, 200) << told.text;
  EXPECT_EQ(told.body.at("numbers").at(0).at("value"), 0);
  EXPECT_EQ(told.body.at("numbers").at(0).at("unit"), "of 2");
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM portal_health WHERE state = 'down'"), 1);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM portal_health WHERE state = 'unknown'"), 1);
}

}  // namespace
}  // namespace chittyportal::testing

// Signing in by a link: once, within a minute, from the page itself; and what ends it.
#include "../testing/portal_test.hpp"

namespace chittyportal::testing {
namespace {

class Sessions : public PortalTest {
 protected:
  Answered overview() { return browse({.handler = "page-overview"}); }
  std::string words(const Answered& answered) { return text_in(answered.body, "message"); }
};

TEST_F(Sessions, a_link_opens_the_door_once) {
  const auto code = link();
  ASSERT_EQ(sign_in(code).status, 200);
  EXPECT_EQ(overview().status, 200);
  const auto again = browse({.handler = "sign-in", .method = "POST", .body = json::serialize(json::object{{"code", code}})});
  EXPECT_EQ(again.status, 401);
  EXPECT_EQ(words(again), "This link has been used already.");
  EXPECT_EQ(again.events.at(0).at("type"), "portal.link_used_again");
  EXPECT_EQ(overview().status, 200) << "whoever was in stays in";
}

TEST_F(Sessions, a_link_is_good_for_a_minute) {
  const auto code = link();
  now += 60'000;
  const auto late = sign_in(code);
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(words(late), "This link has expired: it is good for a minute.");
  EXPECT_EQ(words(sign_in(std::string(43, 'x'))), "This link is not known here, or expired long ago.");
}

TEST_F(Sessions, looking_at_the_page_uses_nothing_up) {
  const auto code = link();
  for (const auto* method : {"HEAD", "GET"}) EXPECT_EQ(browse({.handler = "page", .method = method}).status, 200);
  EXPECT_EQ(sign_in(code).status, 200);
}

TEST_F(Sessions, nothing_that_opens_is_kept_or_shown) {
  const auto code = link();
  const auto in = sign_in(code);
  const auto value = cookie.substr(cookie.find('=') + 1);
  for (const auto& secret : {code, value, key})
    EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM portal_links WHERE code_hash LIKE '%" + secret + "%'") + number_in_store("SELECT COUNT(*) FROM portal_sessions WHERE session_hash LIKE '%" + secret + "%' OR key_hash LIKE '%" + secret + "%'"), 0);
  const auto shown = overview();
  for (const auto& secret : {code, value, key}) EXPECT_EQ(shown.text.find(secret), std::string::npos);
  EXPECT_EQ(in.text.find(value), std::string::npos);
  EXPECT_EQ(in.headers.at("Cache-Control"), "no-store");
}

TEST_F(Sessions, the_cookie_is_of_this_address_and_strict) {
  const auto set = [&] { return std::string(sign_in(link()).headers.at("Set-Cookie").as_string()); };
  const auto plain = set();
  EXPECT_EQ(plain.find("chitty_portal_"), 0u) << plain;
  EXPECT_NE(plain.find("; Path=/chittyportal; Max-Age=43200; HttpOnly; SameSite=Strict"), std::string::npos) << plain;
  origin = "http://127.0.0.1:4272";
  cookie.clear();
  EXPECT_NE(set().substr(0, 22), plain.substr(0, 22)) << "cookies of all ports are one heap";
  origin = "https://chitty.example";
  cookie.clear();
  const auto secure = set();
  EXPECT_EQ(secure.find("__Host-chitty_portal_"), 0u) << secure;
  EXPECT_NE(secure.find("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"), std::string::npos) << secure;
}

TEST_F(Sessions, a_cookie_without_its_key_is_nothing) {
  sign_in(link());
  EXPECT_EQ(browse({.handler = "page-overview", .headers = browser(false)}).status, 401);
  auto wrong = browser();
  wrong["chitty-portal-key"] = std::string(43, 'A');
  EXPECT_EQ(browse({.handler = "page-overview", .headers = wrong}).status, 401);
}

TEST_F(Sessions, another_sites_page_does_nothing) {
  const auto code = link();
  for (const auto& headers : std::vector<std::map<std::string, std::string>>{{{"sec-fetch-site", "cross-site"}, {"origin", "https://evil.example"}}, {{"sec-fetch-site", "same-site"}, {"origin", "http://127.0.0.1:9"}}, {{"origin", "null"}}, {{"origin", "http://127.0.0.1:42710"}}}) {
    auto with = headers;
    with["cookie"] = cookie, with["chitty-portal-key"] = key;
    EXPECT_EQ(browse({.handler = "sign-out", .method = "DELETE", .headers = with}).status, 403);
    EXPECT_EQ(browse({.handler = "page-overview", .headers = with}).status, 403);
  }
  EXPECT_EQ(browse({.handler = "sign-in", .method = "POST", .body = json::serialize(json::object{{"code", code}}), .headers = {{"user-agent", "curl"}}}).status, 403);
  EXPECT_EQ(sign_in(code).status, 200) << "and used nothing up";
}

TEST_F(Sessions, it_ends_by_itself) {
  sign_in(link());
  now += 2 * 3'600'000 - 1;
  EXPECT_EQ(overview().status, 200);
  now += 2 * 3'600'000 + 1;
  EXPECT_EQ(words(overview()), "You are not signed in any more.");
  sign_in(link());
  for (int i = 0; i < 11; ++i) now += 3'600'000, EXPECT_EQ(overview().status, 200) << i;
  now += 3'600'000;
  EXPECT_EQ(overview().status, 401) << "twelve hours";
}

TEST_F(Sessions, signing_out_ends_it) {
  sign_in(link());
  const auto out = browse({.handler = "sign-out", .method = "DELETE"});
  EXPECT_EQ(out.status, 200);
  EXPECT_NE(std::string(out.headers.at("Set-Cookie").as_string()).find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(overview().status, 401);
}

TEST_F(Sessions, whoever_is_suspended_is_out_and_does_not_come_in) {
  become("did:chitty:ada", {"chittyportal:read"});
  sign_in(link());
  EXPECT_EQ(overview().status, 200);
  const auto code = link();
  standing(false, true, "This account is suspended: left the firm");
  const auto shown = overview();
  EXPECT_EQ(shown.status, 403);
  EXPECT_EQ(words(shown), "This account is suspended: left the firm");
  EXPECT_EQ(overview().status, 401) << "the session has ended";
  EXPECT_EQ(words(sign_in(code)), "This account is suspended: left the firm");
}

TEST_F(Sessions, it_ends_with_its_token) {
  become("did:chitty:ada", {"chittyportal:read"});
  sign_in(link());
  standing(false, false, "The token by which you signed in has ended.");
  EXPECT_EQ(words(overview()), "The token by which you signed in has ended.");
}

TEST_F(Sessions, there_are_so_many_of_one) {
  for (int i = 0; i < 25; ++i) sign_in(link()), now += 1000;
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM portal_sessions"), 20);
  EXPECT_LE(number_in_store("SELECT COUNT(*) FROM portal_links"), 20);
  EXPECT_EQ(overview().status, 200) << "the newest are those";
}

}  // namespace
}  // namespace chittyportal::testing

#include "redirect_uri.hpp"

#include <gtest/gtest.h>

namespace chitty::auth {
namespace {

TEST(RedirectUri, may_be_registered_when_it_leads_to_one_place) {
  for (const char* good : {"https://app.example/callback", "https://app.example:8443/cb?tenant=a%20b",
                           "http://127.0.0.1/callback", "http://127.0.0.1:8080/", "http://[::1]:9/callback",
                           "http://localhost:3000/cb", "com.example.app:/callback", "com.example.app://callback"})
    EXPECT_TRUE(check_redirect_uri(good)) << good;
  for (const char* bad : {"",
                          "/callback",
                          "callback",
                          "http://app.example/callback",
                          "http://127.0.0.1.evil.example/cb",
                          "http://127.0.0.1@evil.example/cb",
                          "http://user:pw@127.0.0.1/cb",
                          "https://app.example/cb#part",
                          "javascript:alert(1)",
                          "data:text/html,x",
                          "app:/callback",
                          "file:///etc/passwd",
                          "https://",
                          "https://app.example:port/cb",
                          "https://app.example:0/cb",
                          "https://app.example:65536/cb",
                          "https://app.example;script-src/cb",
                          "https://app.example,evil.example/cb",
                          "https://*.example/cb",
                          "https://'self'/cb",
                          "https://app%2eexample/cb",
                          "https://app..example/cb",
                          "https://-app.example/cb",
                          "https://app.example.:1:2/cb",
                          "http://[::1;x]/cb",
                          "https://[v1.x]/cb",
                          "https://app.example:70000/cb",
                          "com.example.app://a;b/",
                          "https://app.example/a b",
                          "https://app.example/a\r\nSet-Cookie:x",
                          "https://app.example/%0",
                          "https://app.example/%zz",
                          "https://app.example/\"",
                          "HTTPS://app.example/cb"})
    EXPECT_FALSE(check_redirect_uri(bad)) << bad;
  EXPECT_FALSE(check_redirect_uri("https://app.example/" + std::string(2048, 'a')));
}

TEST(RedirectUri, is_compared_character_by_character) {
  EXPECT_TRUE(same_redirect_uri("https://app.example/cb", "https://app.example/cb"));
  for (const char* other :
       {"https://app.example/cb/", "https://app.example/cB", "https://app.example/cb?x", "https://app.example:443/cb",
        "http://app.example/cb", "https://app.example/", "https://app.example.evil/cb", "https://app.example/%63b"})
    EXPECT_FALSE(same_redirect_uri("https://app.example/cb", other)) << other;
}

TEST(RedirectUri, of_this_machine_may_have_any_port_and_nothing_else_of_its_own) {
  for (const char* asked :
       {"http://127.0.0.1:41234/callback", "http://127.0.0.1/callback", "http://127.0.0.1:1/callback"})
    EXPECT_TRUE(same_redirect_uri("http://127.0.0.1/callback", asked)) << asked;
  EXPECT_TRUE(same_redirect_uri("http://[::1]/callback", "http://[::1]:5/callback"));
  for (const char* asked :
       {"http://127.0.0.1:41234/callback2", "http://127.0.0.1:41234/callback?x=1", "http://127.0.0.2:41234/callback",
        "http://localhost:41234/callback", "http://[::1]:41234/callback", "https://127.0.0.1:41234/callback",
        "http://127.0.0.1:41234@evil.example/callback", "http://127.0.0.1:/callback", "http://127.0.0.1:4x/callback",
        "http://127.0.0.1:999999/callback"})
    EXPECT_FALSE(same_redirect_uri("http://127.0.0.1/callback", asked)) << asked;
  EXPECT_TRUE(same_redirect_uri("http://localhost/callback", "http://localhost:41234/callback"));
  EXPECT_FALSE(same_redirect_uri("http://localhost/callback", "http://127.0.0.1:41234/callback"));
  EXPECT_FALSE(same_redirect_uri("http://localhost/callback", "http://localhost.evil.example:41234/callback"));
}

TEST(RedirectUri, names_its_origin_and_takes_a_query) {
  EXPECT_EQ(redirect_origin("http://127.0.0.1:41234/callback?x"), "http://127.0.0.1:41234");
  EXPECT_EQ(redirect_origin("http://[::1]:7/cb"), "http://[::1]:7");
  EXPECT_EQ(policy_source("http://127.0.0.1:41234/callback?x"), "http://127.0.0.1:41234");
  EXPECT_EQ(policy_source("https://app.example/a;b"), "https://app.example");
  EXPECT_EQ(policy_source("http://[::1]:7/cb"), "http:");
  EXPECT_EQ(policy_source("com.example.app://callback/;script-src"), "com.example.app:");
  for (const char* none : {"https://a;script-src/cb", "https://a,b/cb", "https://*/cb", "https://*.example/cb", "javascript:x"})
    EXPECT_EQ(policy_source(none), "") << none;
  EXPECT_EQ(redirect_origin("com.example.app:/cb"), "com.example.app:");
  EXPECT_EQ(with_query("https://a.example/cb", "code=1"), "https://a.example/cb?code=1");
  EXPECT_EQ(with_query("https://a.example/cb?t=1", "code=1"), "https://a.example/cb?t=1&code=1");
  EXPECT_EQ(with_query("https://a.example/cb?", "code=1"), "https://a.example/cb?code=1");
}

}  // namespace
}  // namespace chitty::auth

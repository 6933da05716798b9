// What a page of the web makes a browser send here: refused before it costs anybody anything.
#include "daemon/serve/testing/http_fixture.hpp"

namespace chitty::host::daemon {
namespace {

class PageTest : public HttpTest {
 protected:
  static constexpr const char* json_type = "Content-Type: application/json\r\n";
  static constexpr const char* form_type = "Content-Type: application/x-www-form-urlencoded\r\n";
  static std::string of_site(const std::string& site, const std::string& mode = "no-cors",
                             const std::string& place = "empty") {
    return "Sec-Fetch-Site: " + site + "\r\nSec-Fetch-Mode: " + mode + "\r\nSec-Fetch-Dest: " + place + "\r\n";
  }
  std::string own_origin() const { return "Origin: http://127.0.0.1:" + std::to_string(port_) + "\r\n"; }
  std::string send(const std::string& target, const std::string& fields, const std::string& body = "{}") const {
    return post(target, fields + "Content-Length: " + std::to_string(body.size()) + "\r\n", body);
  }
  // Both of the two requests that the limit allows are still there.
  void expect_nothing_counted(const std::string& target, const std::string& type, const std::string& body) const {
    EXPECT_THAT(send(target, type, body), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("X-RateLimit-Remaining: 1\r\n")))
        << target;
    EXPECT_THAT(send(target, type, body), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("X-RateLimit-Remaining: 0\r\n")))
        << target;
    EXPECT_THAT(send(target, type, body), StartsWith("HTTP/1.1 429 ")) << target;
  }
};

const auto refused =
    AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("A page of another site cannot send this request in your name."),
          Not(HasSubstr("X-RateLimit")));
const auto unexpected =
    AllOf(StartsWith("HTTP/1.1 415 "), HasSubstr("Send Content-Type: "), Not(HasSubstr("X-RateLimit")));

TEST_F(PageTest, ASimplePostOfAnotherSiteIsNeitherAnsweredNorCounted) {
  const std::string port = std::to_string(port_);
  for (const auto& site :
       {of_site("cross-site"), of_site("same-site"), of_site("cross-site", "navigate", "document"),
        of_site("elsewhere"), std::string("Origin: https://evil.example\r\n"), std::string("Origin: null\r\n"),
        std::string("Origin: \r\n"), "Origin: http://localhost:" + port + "\r\n",
        std::string("Origin: http://127.0.0.1:1\r\n"), "Origin: https://127.0.0.1:" + port + "\r\n",
        "Origin: http://127.0.0.1:" + port + ".evil.example\r\n", own_origin() + "Origin: https://evil.example\r\n",
        own_origin() + of_site("cross-site"), "Origin: https://evil.example\r\n" + of_site("same-origin")}) {
    EXPECT_THAT(send("/acme/register", json_type + site), refused) << site;
    EXPECT_THAT(send("/acme/register", "Content-Type: text/plain\r\n" + site), refused) << site;
    EXPECT_THAT(send("/acme/form", form_type + site, "a=b"), refused) << site;
    EXPECT_THAT(send("/acme/echo", site), refused) << site;  // whatever it takes
  }
  expect_nothing_counted("/acme/register", json_type, "{}");
  expect_nothing_counted("/acme/form", form_type, "a=b");
}

TEST_F(PageTest, OwnPagesPersonsAndProgramsAreServed) {
  for (const auto& site :
       {std::string(), own_origin(), own_origin() + of_site("same-origin"), "Origin: null\r\n" + of_site("same-origin"),
        of_site("none", "navigate", "document"), std::string("Sec-Fetch-Mode: cors\r\n")})  // as Node has it
    EXPECT_THAT(send("/acme/echo", site), StartsWith("HTTP/1.1 200 ")) << site;
}

// Of a browser that says nothing of where it is, a page can send three types without being asked, and none at all.
TEST_F(PageTest, AWriteSaysWhatItBringsOrIsNotCounted) {
  for (const char* type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: multipart/form-data; boundary=x\r\n",
        "Content-Type: application/json\r\nContent-Type: text/plain\r\n", "Content-Type: text/plain;+json\r\n"}) {
    EXPECT_THAT(send("/acme/register", type), unexpected) << type;
    EXPECT_THAT(send("/acme/form", type, "a=b"), unexpected) << type;
    EXPECT_THAT(send("/acme/few-lines", type), unexpected) << type;
  }
  EXPECT_THAT(send("/acme/register", form_type), unexpected);
  EXPECT_THAT(send("/acme/form", json_type), unexpected);
  EXPECT_THAT(send("/acme/few-lines", "Content-Type: application/x-ndjson\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(send("/acme/register", "Content-Type: Application/JSON ; charset=utf-8\r\n"),
              HasSubstr("X-RateLimit-Remaining: 1\r\n"));
  EXPECT_THAT(send("/acme/register", "Content-Type: application/ld+json\r\n"),
              HasSubstr("X-RateLimit-Remaining: 0\r\n"));
  expect_nothing_counted("/acme/form", form_type, "a=b");
}

TEST_F(PageTest, AnotherSiteLeadsAWindowWhereTheRouteSaysSo) {
  EXPECT_THAT(send("/acme/led", form_type + of_site("cross-site", "navigate", "iframe"), "a=b"), refused);
  EXPECT_THAT(send("/acme/led", form_type + of_site("cross-site"), "a=b"), refused);
  EXPECT_THAT(send("/acme/led", "Content-Type: text/plain\r\n" + of_site("cross-site", "navigate", "document"), "a=b"),
              unexpected);
  EXPECT_THAT(send("/acme/led", form_type + of_site("cross-site", "navigate", "document"), "a=b"),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(send("/acme/led", std::string(form_type) + "Origin: https://old.example\r\n", "a=b"),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(PageTest, PicturesAndScriptsOfOtherSitesUseUpNoLimit) {
  for (const auto& site : {of_site("cross-site", "no-cors", "image"), of_site("same-site", "no-cors", "script"),
                           of_site("cross-site", "cors"), of_site("cross-site", "navigate", "iframe"),
                           std::string("Origin: https://evil.example\r\n")}) {
    EXPECT_THAT(get("/acme/seldom/1", site), refused) << site;
    EXPECT_THAT(get("/acme/facts/1", site), StartsWith("HTTP/1.1 200 "))
        << site;  // nothing to use up, and nothing that it could read
  }
  EXPECT_THAT(get("/acme/seldom/1", of_site("cross-site", "navigate", "document")),
              HasSubstr("X-RateLimit-Remaining: 1\r\n"));
  EXPECT_THAT(get("/acme/seldom/1"), HasSubstr("X-RateLimit-Remaining: 0\r\n"));
}

}  // namespace
}  // namespace chitty::host::daemon

// The service under test, with a browser that signs in.
#pragma once

#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>
#include <set>

namespace chittyportal::testing {

using namespace chitty;
using namespace chitty::testkit;

class PortalTest : public testkit::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    static std::int64_t later = 0;
    now += later += 10'000;  // what this process believes for a second is of an earlier test
    origin = "http://127.0.0.1:4271";
    standing(true);
  }
  // What the service that knows tokens says from here on.
  void standing(bool good, bool suspended = false, const std::string& reason = {}) {
    now += 1001;
    said = {{"success", true}, {"good", good}, {"suspended", suspended}, {"reason", reason}};
    script();
  }
  virtual void script() {
    peers = Replies();
    peers.by([this](const Sent& sent, ScriptedReply& reply) {
      if (sent.target.starts_with("/chittyauth/v1/standing")) return reply.answer(200, said);
      reply.fail(Code::not_found, "The service is not installed here.");
    });
  }
  void become(const std::string& subject, const json::array& may) { caller = subject, scopes = may, caller_token = subject == "owner" ? "" : "tok_" + subject; }

  std::string link() {
    const auto made = send("create-link", {});
    EXPECT_EQ(made.status, 201) << made.text;
    const auto url = text_in(made.body, "url");
    return url.substr(url.find("#code=") + 6);
  }
  std::map<std::string, std::string> browser(bool with_key = true) const {
    std::map<std::string, std::string> headers{{"sec-fetch-site", "same-origin"}, {"origin", origin}};
    if (!cookie.empty()) headers["cookie"] = cookie;
    if (with_key && !key.empty()) headers["chitty-portal-key"] = key;
    return headers;
  }
  Answered browse(Incoming incoming) {
    if (incoming.headers.empty()) incoming.headers = browser();
    const auto before = caller;
    caller.clear();
    auto answered = ask(std::move(incoming));
    caller = before;
    return answered;
  }
  Answered sign_in(const std::string& code) {
    auto in = browse({.handler = "sign-in", .method = "POST", .body = json::serialize(json::object{{"code", code}})});
    if (in.status != 200) return in;
    const std::string set(in.headers.at("Set-Cookie").as_string());
    cookie = set.substr(0, set.find(';')), key = text_in(in.body, "key");
    return in;
  }

  json::object said;
  std::string cookie, key;
};

}  // namespace chittyportal::testing

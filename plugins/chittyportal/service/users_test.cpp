// Users, by token and from the page: who may, and what becomes of sessions.
#include "../testing/portal_test.hpp"

namespace chittyportal::testing {
namespace {

class Users : public PortalTest {
 protected:
  void script() override {
    peers = Replies();
    peers.by([this](const Sent& sent, ScriptedReply& reply) {
      const json::object ada{{"id", "did:chitty:ada"}, {"email", "ada@example.com"}, {"name", "<b>Ada</b>"}, {"status", state}, {"createdAt", "2026-11-01T00:00:00.000Z"}, {"tokens", 1}};
      if (sent.target.starts_with("/chittyauth/v1/standing")) return reply.answer(200, said);
      if (sent.target.starts_with("/chittyauth/v1/accounts?")) return reply.answer(200, {{"success", true}, {"accounts", json::array{ada}}, {"metadata", {{"nextCursor", nullptr}}}});
      if (sent.target == "/chittyauth/v1/accounts/nobody") return reply.answer(404, {{"success", false}, {"message", "No such user: nobody"}});
      if (sent.target.starts_with("/chittyauth/v1/accounts/")) return reply.answer(200, {{"success", true}, {"account", ada}});
      if (sent.target.find("/suspend") != std::string::npos) return state = "suspended", reply.answer(200, {{"success", true}, {"subject", "did:chitty:ada"}, {"suspended", true}, {"reason", ""}});
      if (sent.target.find("/resume") != std::string::npos) return state = "active", reply.answer(200, {{"success", true}, {"subject", "did:chitty:ada"}, {"suspended", false}});
      reply.fail(Code::not_found, "The service is not installed here.");
    });
  }
  Answered suspend_from_page() { return browse({.handler = "page-suspend-user", .method = "POST", .body = R"({"reason":"left"})", .parameters = {{"id", "did:chitty:ada"}}}); }
  std::string state = "active";
};

TEST_F(Users, whoever_is_no_administrator_is_told_so) {
  become("did:chitty:bob", {"chittyportal:read"});
  sign_in(link());
  for (const auto& refused : {browse({.handler = "page-users"}), suspend_from_page()}) {
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(text_in(refused.body, "message"), "Only an administrator of this ChittyOS sees its users.");
  }
  EXPECT_EQ(state, "active");
}

TEST_F(Users, an_administrator_sees_them_as_they_are) {
  for (const auto& may : {json::array{"admin:*"}, json::array{"chittyportal:read", "chittyportal:admin"}}) {
    become("did:chitty:root", may);
    sign_in(link());
    const auto shown = browse({.handler = "page-users"});
    ASSERT_EQ(shown.status, 200) << shown.text;
    EXPECT_EQ(shown.body.at("users").at(0).at("name"), "<b>Ada</b>");
    EXPECT_EQ(shown.headers.at("Content-Type"), "application/json");
  }
}

TEST_F(Users, suspending_ends_what_they_have_open) {
  become("did:chitty:ada", {"chittyportal:read"});
  sign_in(link());
  const auto of_ada = browser();
  link();
  become("did:chitty:root", {"admin:*"});
  sign_in(link());
  const auto done = suspend_from_page();
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.body.at("user").at("status"), "suspended");
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM portal_sessions WHERE subject = 'did:chitty:ada'"), 0);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM portal_links WHERE subject = 'did:chitty:ada' AND used_at IS NULL"), 0);
  EXPECT_EQ(browse({.handler = "page-overview", .headers = of_ada}).status, 401);
  bool said_who = false;
  for (const auto& sent : asked) said_who = said_who || (sent.target.find("/suspend") != std::string::npos && sent.body.find("\"by\":\"did:chitty:root\"") != std::string::npos);
  EXPECT_TRUE(said_who);
}

TEST_F(Users, nobody_suspends_themselves) {
  become("did:chitty:ada", {"admin:*"});
  const auto refused = send("suspend-user", {}, {{"id", "ada@example.com"}});
  EXPECT_EQ(refused.status, 409) << refused.text;
  EXPECT_EQ(state, "active");
}

TEST_F(Users, by_token_the_same) {
  EXPECT_EQ(get("list-users").body.at("users").as_array().size(), 1u);
  EXPECT_EQ(get("show-user", {{"id", "nobody"}}).status, 404);
  EXPECT_EQ(send("suspend-user", {{"reason", "left"}}, {{"id", "did:chitty:ada"}}).body.at("user").at("status"), "suspended");
  EXPECT_EQ(send("resume-user", {}, {{"id", "did:chitty:ada"}}).body.at("user").at("status"), "active");
}

}  // namespace
}  // namespace chittyportal::testing

// Who is let in: tokens, what they open, and when they are felt to have ended.
#include "daemon/testing/gate_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(GateTest, ATokenOfTheProviderOpensWhatItsScopesCover) {
  keep("reader-1", reader);
  EXPECT_THAT(as("reader-1", "GET", "/acme/things/1"),
              StartsWith("HTTP/1.1 404 "));  // let in, and not found
  EXPECT_THAT(
      as("reader-1", "POST", "/acme/things", R"({"id":"a","name":"x"})"),
      AllOf(StartsWith("HTTP/1.1 403 "),
            HasSubstr(R"(WWW-Authenticate: Bearer realm="chittyos", error="insufficient_scope", scope="acme:write")"),
            HasSubstr(R"("hint":"Get a token with it: chitty porter greet --with acme:write")"),
            HasSubstr(R"("details":{"scope":"acme:write"})")));
  EXPECT_THAT(ask("GET", "/acme/things/a"), StartsWith("HTTP/1.1 404 "));  // nothing was kept
  keep("wide", R"("subject":"ada","scopes":["acme:*"])");
  EXPECT_THAT(as("wide", "POST", "/acme/things", R"({"id":"a","name":"x"})"), StartsWith("HTTP/1.1 201 "));
  EXPECT_THAT(as("wide", "GET", "/porter/questions"),
              AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("chitty porter greet --with porter:read")));
  keep("chief", R"("subject":"eve","scopes":["admin:*"])");
  EXPECT_THAT(as("chief", "GET", "/porter/questions"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(GateTest, WhoeverIsNotKnownIsToldHowToBe) {
  EXPECT_THAT(ask_with("", "GET", "/acme/things/1"),
              AllOf(StartsWith("HTTP/1.1 401 "),
                    HasSubstr("WWW-Authenticate: Bearer realm=\"chittyos\", scope=\"acme:read\"\r\n"),
                    HasSubstr(R"("hint":"Get a token: chitty porter greet")")));
  EXPECT_THAT(as("forged", "GET", "/acme/things/1"),
              AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr(R"(error="invalid_token")"),
                    HasSubstr("The porter does not know this token.")));
}

TEST_F(GateTest, ARevokedTokenIsFeltWithinASecond) {
  keep("short-lived", reader);
  EXPECT_THAT(as("short-lived", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  revoke("short-lived");
  std::this_thread::sleep_for(std::chrono::milliseconds(1000));
  EXPECT_THAT(as("short-lived", "GET", "/acme/things/1"),
              AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("This token was revoked.")));
}

TEST_F(GateTest, ATokenEndsWhenItExpires) {
  const auto end = std::chrono::system_clock::now() + std::chrono::milliseconds(400);
  keep("egg-timer",
       std::string(reader) + ",\"expires_at\":" +
           std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(end.time_since_epoch()).count()));
  EXPECT_THAT(as("egg-timer", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  std::this_thread::sleep_until(end);
  EXPECT_THAT(as("egg-timer", "GET", "/acme/things/1"),
              AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("The token has expired.")));
}

TEST_F(GateTest, ManyRequestsAskOnce) {
  keep("busy", reader);
  const auto before = questions();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 50; ++i) EXPECT_THAT(as("busy", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_LE(questions() - before, 1 + static_cast<int>(seconds / 0.6) + 1);
}

TEST_F(GateTest, UsesAreToldAtTheEnd) {
  keep("counted", reader);
  for (int i = 0; i < 7; ++i) as("counted", "GET", "/acme/things/1");
  Control(paths_).down().value();
  up();
  EXPECT_THAT(ask("GET", "/porter/tokens/id-counted"), HasSubstr(R"("used":7)"));
}

TEST_F(GateTest, AProviderThatFailsIsNotTakenForAnAnswer) {
  keep("asleep", R"("subject":"nobody-answers","scopes":["admin:*"])");
  keep("garbled", R"("subject":"nonsense","scopes":["admin:*"])");
  EXPECT_THAT(as("asleep", "GET", "/acme/things/1"),
              AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("The porter is asleep."), HasSubstr("Retry-After: ")));
  EXPECT_THAT(as("garbled", "GET", "/acme/things/1"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("has no subject")));
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(GateTest, APublicRouteSeesWhoAsksAndWhatElseWasSent) {
  keep("ada", reader);
  EXPECT_THAT(as("ada", "GET", "/acme/facts?a=1&a=%32"),
              AllOf(HasSubstr(R"("target":"/acme/facts?a=1&a=%32","client":"127.0.0.1","authorization":"")"),
                    HasSubstr(R"("subject":"ada")"), HasSubstr("Set-Cookie: a=1; HttpOnly\r\nSet-Cookie: b=2\r\n")));
  EXPECT_THAT(as("forged", "GET", "/acme/facts"),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(R"("authorization":"")"), HasSubstr(R"("subject":"")")));
  EXPECT_THAT(ask_with("Authorization: Basic eDp5\r\nCookie: c=3\r\n", "GET", "/acme/facts"),
              AllOf(HasSubstr(R"("authorization":"Basic eDp5","cookie":"c=3")")));
}

}  // namespace
}  // namespace chitty::host::daemon

// The gate of a whole chittyd, with a plugin that knows whose tokens they are.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/store.hpp"
#include "daemon/testing/daemon_fixture.hpp"

namespace chitty::daemon {
namespace {

class GateTest : public DaemonTest {
 protected:
  GateTest() { up(); }

  // As the owner: a token that the porter knows from now on.
  void keep(const std::string& token, const std::string& facts) {
    ASSERT_THAT(
        ask("POST", "/porter/tokens", R"({"token":")" + token + R"(","token_id":"id-)" + token + "\"," + facts + "}"),
        StartsWith("HTTP/1.1 201 "));
  }
  void revoke(const std::string& token) {
    ASSERT_THAT(ask("DELETE", "/porter/tokens/id-" + token), HasSubstr(R"({"revoked":1})"));
  }
  std::string as(const std::string& token, const std::string& method, const std::string& path,
                 const std::string& body = {}) const {
    return ask_with("Authorization: Bearer " + token + "\r\n", method, path, body);
  }
  std::int64_t questions() const {
    const auto reply = ask("GET", "/porter/questions");
    return json::parse(reply.substr(reply.find("\r\n\r\n") + 4)).at("questions").as_int64();
  }

  // Of the outbox, those of the gate, in the order of their coming.
  std::vector<json::object> refusals() const {
    const auto store = Store::open(database_url()).value();
    std::vector<json::object> events;
    store->lend()
        .value()
        ->run("SELECT * FROM events_outbox WHERE type LIKE 'gate.%' ORDER BY id", {},
              [&](std::string_view row) -> Result<void> {
                auto event = json::parse({row.data(), row.size()}).as_object();
                event["data"] = json::parse(event.at("data").as_string());
                events.push_back(std::move(event));
                return {};
              })
        .value();
    return events;
  }
};

constexpr const char* reader = R"("subject":"ada","scopes":["acme:read"])";

TEST_F(GateTest, ATokenOfTheProviderOpensWhatItsScopesCover) {
  keep("reader-1", reader);
  EXPECT_THAT(as("reader-1", "GET", "/acme/things/1"),
              StartsWith("HTTP/1.1 404 "));  // let in, and there is no such thing
  EXPECT_THAT(
      as("reader-1", "POST", "/acme/things", R"({"id":"a","name":"x"})"),
      AllOf(StartsWith("HTTP/1.1 403 "),
            HasSubstr(R"(WWW-Authenticate: Bearer realm="chittyos", error="insufficient_scope", scope="acme:write")"),
            HasSubstr(R"("hint":"Get a token with it: chitty porter greet --with acme:write")"),
            HasSubstr(R"("details":{"scope":"acme:write"})")));
  EXPECT_THAT(ask("GET", "/acme/things/a"), StartsWith("HTTP/1.1 404 "));  // nothing was kept
  keep("wide", R"("subject":"ada","scopes":["acme:*"])");
  EXPECT_THAT(as("wide", "POST", "/acme/things", R"({"id":"a","name":"x"})"), StartsWith("HTTP/1.1 201 "));
  EXPECT_THAT(as("wide", "GET", "/porter/questions"), StartsWith("HTTP/1.1 403 "));
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

TEST_F(GateTest, AServiceIsFoundAtTheWellKnownPlace) {
  EXPECT_THAT(ask_with("", "GET", "/.well-known/porter/porter"),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("/porter\"}")));
  EXPECT_THAT(ask_with("", "GET", "/.well-known/porter/nobody"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(ask_with("", "GET", "/.well-known/other/porter"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(GateTest, AServiceAsksAnotherAsItsCallerOrAsItself) {
  const std::string question = "/acme/ask?service=porter&target=/questions";
  EXPECT_THAT(ask_with("", "GET", question), HasSubstr(R"("code":300)"));
  keep("ada", reader);
  EXPECT_THAT(as("ada", "GET", question), AllOf(HasSubstr(R"("code":301)"), HasSubstr("porter:read")));
  EXPECT_THAT(ask("GET", question), HasSubstr(R"("answer":{"questions":)"));
  EXPECT_THAT(ask_with("", "GET", question + "&as=service"), HasSubstr(R"("answer":{"questions":)"));
  EXPECT_THAT(ask_with("", "GET", "/acme/ask?service=porter&target=/tokens/x&as=service"),
              HasSubstr(R"("code":400,"message":"There is no such token.")"));
  EXPECT_THAT(ask_with("", "GET", "/acme/ask?service=nobody&target=/"), HasSubstr(R"("code":400)"));
  EXPECT_THAT(ask_with("", "GET", question + "&within=transaction"),
              AllOf(HasSubstr(R"("code":800)"), HasSubstr("within a transaction")));
}

TEST_F(GateTest, AQuestionToAnotherServiceIsInTheBooksAndEndsWithItsAsker) {
  EXPECT_THAT(ask("GET", "/acme/ask?service=porter&target=/questions"), HasSubstr("answer"));
  EXPECT_THAT(ask("GET", "/metrics"),
              HasSubstr(R"(chittyd_requests_total{service="porter",route="GET /questions",code="2xx"} 1)"));
  EXPECT_TRUE(soon([&] {
    const auto logged = read_file(paths_.state / "access.ndjson");
    return logged && logged->find(R"("service":"porter","route":"GET /questions","caller":"owner","status":200)") !=
                         std::string::npos;
  }));
  const auto kept = [&] { return ask("GET", "/acme/things/cancelled").starts_with("HTTP/1.1 200 "); };
  Fd client = say("GET", "/acme/ask?service=acme&target=/patient&method=POST");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_FALSE(kept());
  client = Fd();  // the one who asked first has gone: the service that was asked last is told
  EXPECT_TRUE(soon(kept));
}

TEST_F(GateTest, ServicesDoNotAskEachOtherForEver) {
  std::string target = "/facts";
  for (int i = 0; i < 9; ++i) {
    std::string encoded;
    for (const char c : target) {
      if (c == '%' || c == '?' || c == '&' || c == '=') {
        char hex[4];
        std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(c));
        encoded += hex;
      } else {
        encoded += c;
      }
    }
    target = "/ask?service=acme&target=" + encoded;
  }
  EXPECT_THAT(ask_with("", "GET", "/acme" + target), HasSubstr("services ask each other in a row"));
}

TEST_F(GateTest, ATokenHasItsLimitAndARestartDoesNotForget) {
  keep("frugal", std::string(reader) + R"(,"limit":{"requests":3,"window_ms":86400000})");
  for (const char* left : {"2", "1", "0"})
    EXPECT_THAT(
        as("frugal", "GET", "/acme/things/1"),
        AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("X-RateLimit-Limit: 3\r\n"),
              HasSubstr(std::string("X-RateLimit-Remaining: ") + left + "\r\n"), HasSubstr("X-RateLimit-Reset: ")));
  const auto refused = AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: "),
                             HasSubstr("X-RateLimit-Remaining: 0\r\n"), HasSubstr(R"("limit":3)"));
  EXPECT_THAT(as("frugal", "GET", "/acme/things/1"), refused);
  EXPECT_THAT(ask("GET", "/acme/things/1"), AllOf(StartsWith("HTTP/1.1 404 "), Not(HasSubstr("X-RateLimit"))));
  Control(paths_).down().value();
  up();
  EXPECT_THAT(as("frugal", "GET", "/acme/things/1"), refused);
}

TEST_F(GateTest, AnAddressHasTheLimitOfTheRoute) {
  for (int i = 0; i < 4; ++i)
    EXPECT_THAT(ask_with("", "POST", "/acme/seldom"),
                AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("X-RateLimit-Limit: 4\r\n")));
  EXPECT_THAT(ask_with("", "POST", "/acme/seldom"), StartsWith("HTTP/1.1 429 "));
  keep("ada", reader);
  EXPECT_THAT(as("ada", "POST", "/acme/seldom"), StartsWith("HTTP/1.1 429 "));  // a token opens no second door
  EXPECT_THAT(ask("POST", "/acme/seldom"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(GateTest, TwoDaemonsOnOneDatabaseAreOneGate) {
  const auto other = start_beside();
  const std::string bearer = "Authorization: Bearer ";
  keep("everywhere", reader);
  for (int i = 0; i < 3; ++i)
    ASSERT_THAT(other.ask_with(bearer + "everywhere\r\n", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  revoke("everywhere");
  const auto revoked = std::chrono::steady_clock::now();
  std::string last;
  do last = other.ask_with(bearer + "everywhere\r\n", "GET", "/acme/things/1");
  while (last.starts_with("HTTP/1.1 404 ") && std::chrono::steady_clock::now() - revoked < std::chrono::seconds(3));
  EXPECT_THAT(last, AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("This token was revoked.")));
  EXPECT_LT(std::chrono::steady_clock::now() - revoked, std::chrono::seconds(1));

  keep("shared", std::string(reader) + R"(,"limit":{"requests":10,"window_ms":86400000})");
  for (int i = 0; i < 8; ++i) as("shared", "GET", "/acme/things/1");
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // told to the table
  other.ask_with(bearer + "shared\r\n", "GET", "/acme/things/1");
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // heard from it
  EXPECT_THAT(other.ask_with(bearer + "shared\r\n", "GET", "/acme/things/1"),
              HasSubstr("X-RateLimit-Remaining: 0\r\n"));
  EXPECT_THAT(other.ask_with(bearer + "shared\r\n", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 429 "));
}

TEST_F(GateTest, EachRefusalIsAnEventWithoutTheToken) {
  keep("ada", reader);
  for (int i = 0; i < 3; ++i) as("canary-forged", "GET", "/acme/things/1");
  as("ada", "POST", "/acme/things", R"({"id":"a","name":"x"})");
  ask_with("", "GET", "/acme/things/1");
  ask("POST", "/acme/things", std::string(5000, 'x'));
  ask_with("X-Large: " + std::string(17000, 'x') + "\r\n", "GET", "/health");
  Control(paths_).down().value();  // all of them are written at the end
  const auto events = refusals();
  const auto find = [&](std::string_view reason) {
    for (const auto& event : events)
      if (event.at("data").at("reason") == json::value(json::string_view(reason.data(), reason.size()))) return event;
    ADD_FAILURE() << "no event of " << reason;
    return json::object{{"data", json::object{{"status", 0}, {"count", 0}}}, {"actor", nullptr}};
  };
  const auto forged = find("unknown_token");
  EXPECT_EQ(forged.at("type"), "gate.refused");
  EXPECT_EQ(forged.at("service"), "chittyd");
  EXPECT_THAT(std::string(forged.at("request_id").as_string()), StartsWith("req_"));
  EXPECT_EQ(
      json::serialize(forged.at("data")),
      R"({"status":401,"reason":"unknown_token","service":"acme","route":"GET /things/{id}","scope":"acme:read","client":"127.0.0.1","count":3})");
  const auto scope = find("missing_scope");
  EXPECT_EQ(scope.at("actor"), "ada");
  EXPECT_EQ(scope.at("data").at("token_id"), "id-ada");
  EXPECT_EQ(scope.at("data").at("scope"), "acme:write");
  EXPECT_EQ(find("no_token").at("data").at("status"), 401);
  EXPECT_EQ(find("body_too_large").at("data").at("status"), 413);
  EXPECT_EQ(find("head_too_large").at("data").at("status"), 431);
  for (const auto& event : events) EXPECT_THAT(json::serialize(event), Not(HasSubstr("canary")));
  EXPECT_THAT(read_file(paths_.state / "chittyd.log").value(), Not(HasSubstr("canary")));
}

TEST_F(GateTest, WithTooManyGuessesARightTokenStillComesThrough) {
  keep("before", reader);
  EXPECT_THAT(as("before", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  for (int i = 0; i < 20; ++i)
    EXPECT_THAT(as("guess-" + std::to_string(i), "GET", "/acme/things/1"), StartsWith("HTTP/1.1 401 "));
  const auto asked = questions();
  for (int i = 0; i < 40; ++i)
    EXPECT_THAT(as("more-" + std::to_string(i), "GET", "/acme/things/1"),
                AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: ")));
  EXPECT_LE(questions() - asked, 15);  // a trickle of five a second
  keep("after", reader);
  EXPECT_THAT(as("before", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));  // was right before
  EXPECT_TRUE(soon([&] { return as("after", "GET", "/acme/things/1").starts_with("HTTP/1.1 404 "); }));
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
}

}  // namespace
}  // namespace chitty::daemon

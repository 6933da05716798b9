// How much is let in, and what is told of what was not.
#include "daemon/testing/gate_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(GateTest, ATokenHasItsLimitAndARestartDoesNotForget) {
  // A window of a hundred years: no midnight passes within a test.
  keep("frugal", std::string(reader) + R"(,"limit":{"requests":3,"window_ms":3153600000000})");
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

// A token that was refreshed, or made besides, goes on with what its person has left.
TEST_F(GateTest, AllTokensOfAPersonHaveOneLimitTogether) {
  const auto with = [](const char* who, int own) {
    return std::string("\"subject\":\"") + who + R"(","scopes":["acme:read"],"limit":{"requests":)" + std::to_string(own) +
           R"(,"window_ms":3153600000000},"subject_limit":{"requests":5,"window_ms":3153600000000})";
  };
  keep("first", with("ada", 5)), keep("narrow", with("ada", 2)), keep("second", with("ada", 5)), keep("bobs", with("bob", 5));
  for (int i = 0; i < 2; ++i) EXPECT_THAT(as("narrow", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(as("narrow", "GET", "/acme/things/1"), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr(R"("limit":2)")));
  for (int i = 0; i < 3; ++i) EXPECT_THAT(as("first", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
  for (const char* token : {"first", "second"})
    EXPECT_THAT(as(token, "GET", "/acme/things/1"), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr(R"("limit":5)"), HasSubstr("X-RateLimit-Remaining: 0\r\n")));
  EXPECT_THAT(as("bobs", "GET", "/acme/things/1"), HasSubstr("X-RateLimit-Remaining: 4\r\n"));
  Control(paths_).down().value();
  up();
  EXPECT_THAT(as("second", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 429 "));
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

  keep("shared", std::string(reader) + R"(,"limit":{"requests":10,"window_ms":3153600000000})");
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
  ask_with("Origin: https://evil.example\r\n", "POST", "/acme/seldom");
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
  EXPECT_EQ(scope.at("data").at("tokenId"), "id-ada");
  EXPECT_EQ(scope.at("data").at("scope"), "acme:write");
  EXPECT_EQ(find("no_token").at("data").at("status"), 401);
  EXPECT_EQ(find("foreign_page").at("data").at("status"), 403);
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
  for (int i = 0; i < 40; ++i)
    EXPECT_THAT(as("more-" + std::to_string(i), "GET", "/acme/things/1"),
                AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: "), HasSubstr("Connection: close\r\n")));
  // A connection that has guessed is closed at the next, and asks nothing any more.
  const auto asked = questions();
  std::string many;
  for (int i = 0; i < 40; ++i)
    many += "GET /acme/things/1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\nAuthorization: Bearer again-" + std::to_string(i) + "\r\n\r\n";
  const Fd guessing = say_raw(many);
  const auto reply = hear(guessing);
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 429 "));
  EXPECT_EQ(reply.find("HTTP/1.1 ", 1), std::string::npos);
  EXPECT_EQ(questions() - asked, 1);
  // And a right new token is taken at once, whatever else comes from this address.
  std::atomic<bool> stop{false};
  std::vector<std::thread> flood;
  for (int thread = 0; thread < 4; ++thread)
    flood.emplace_back([&, thread] {
      for (int i = 0; !stop; ++i) as("flood-" + std::to_string(thread) + "-" + std::to_string(i), "GET", "/acme/things/1");
    });
  for (int i = 0; i < 10; ++i) {
    const std::string token = "after-" + std::to_string(i);
    keep(token, reader);
    EXPECT_THAT(as(token, "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 ")) << i;
  }
  stop = true;
  for (auto& thread : flood) thread.join();
  EXPECT_THAT(as("before", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));  // was right before
  EXPECT_THAT(ask("GET", "/acme/things/1"), StartsWith("HTTP/1.1 404 "));
}

}  // namespace
}  // namespace chitty::host::daemon

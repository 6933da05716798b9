// Services that are asked by other services: the same gate, and the books of both.
#include "daemon/testing/gate_fixture.hpp"

namespace chitty::host::daemon {
namespace {

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

}  // namespace
}  // namespace chitty::host::daemon

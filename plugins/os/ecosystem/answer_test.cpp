#include "answer.hpp"

#include <gtest/gtest.h>

namespace os {
namespace {

namespace json = boost::json;

json::object page(int status, const char* body, const char* type = "application/json") {
  return {{"status", status}, {"contentType", type}, {"body", body}, {"durationMs", 3}};
}

TEST(Answer, IsWellByTheWordsOfThePublicServices) {
  for (const auto* body : {R"({"status":"ok"})", R"({"status":"healthy","version":"2.1"})", R"({"status":"operational"})", R"({"status":"gateway operational"})", "{}",
                           R"([{"service":"a","total_events":3}])"})
    EXPECT_EQ(verdict_on(page(200, body), 5000).status, "ok") << body;
  EXPECT_EQ(verdict_on(page(200, R"({"status":"ok","version":"2.1"})"), 5000).version, "2.1");
}

TEST(Answer, EachWayOfNotBeingWellIsToldApart) {
  const struct {
    json::object answered;
    const char *status, *words;
  } cases[] = {{page(200, "<html>", "text/html; charset=utf-8"), "invalid", "answered 200 with text/html, which is not a health page"},
               {page(200, "", ""), "invalid", "answered 200 with something, which is not a health page"},
               {page(200, R"({"status":"degraded"})"), "degraded", "says that it is degraded"},
               {page(200, R"({"status":"on fire"})"), "unhealthy", "says that it is on fire"},
               {page(503, R"({"status":"down"})"), "unhealthy", "answered 503, says that it is down"},
               {page(500, "oops", "text/plain"), "unhealthy", "answered 500"},
               {page(301, ""), "unhealthy", "answered 301, a redirect, which is not followed"},
               {page(401, ""), "unknown", "answered 401: its health page asks for a credential"},
               {page(404, ""), "unknown", "answered 404: it has no health page there"},
               {{{"reason", "timeout"}, {"message", "x"}}, "hanging", "no answer within 5 s"},
               {{{"reason", "refused"}, {"message", "Nobody listens there."}}, "unreachable", "Nobody listens there"},
               {{}, "unreachable", "not reachable"}};
  for (const auto& one : cases) {
    const auto verdict = verdict_on(one.answered, 5000);
    EXPECT_EQ(verdict.status, one.status) << one.words;
    EXPECT_EQ(verdict.problem, one.words);
  }
  EXPECT_EQ(verdict_on({{"reason", "timeout"}}, 250).problem, "no answer within 250 ms");
}

TEST(Answer, WhatAStrangerSaysIsOneShortLine) {
  const auto verdict = verdict_on(page(200, R"({"status":"a\nb\u001b[31m"})"), 5000);
  EXPECT_EQ(verdict.problem.find('\n'), std::string::npos);
  EXPECT_EQ(verdict.problem.find('\x1b'), std::string::npos);
  const auto longer = verdict_on(page(200, (R"({"status":")" + std::string(500, 'x') + "\"}").c_str()), 5000);
  EXPECT_LT(longer.problem.size(), 100u);
}

}  // namespace
}  // namespace os

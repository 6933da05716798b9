#include "check.hpp"

#include <gtest/gtest.h>

namespace chittyregister {
namespace {

constexpr std::int64_t now = 1'795'445'950, a_day_long = 86'400;

Look well() {
  Look seen;
  seen.status = 200, seen.body = R"({"status":"ok"})";
  return seen;
}

json::object declared() {
  return {{"description", "Invoices and payments"},
          {"version", "1.0.0"},
          {"schema",
           {{"version", "1"},
            {"entities", {"invoice", "payment"}},
            {"relationships", json::array{{{"from", "payment"}, {"to", "invoice"}}}}}},
          {"metadata", {{"maintainer", "me"}, {"tier", 4}, {"domain", "finance"}, {"dependencies", {"chittyauth"}}}}};
}

Verdict verdict(const Look& seen, const json::object* declaration) {
  return Verdict{{check_health(seen), check_tls(seen, true, now), check_schema(declaration), check_charter(declaration),
                  check_dependencies(declaration, {"chittyauth"})}};
}

TEST(Check, HealthIsAWordOfTheAnswer) {
  auto seen = well();
  for (const auto* word : {"ok", "healthy", "operational"}) {
    seen.body = std::string(R"({"status":")") + word + "\"}";
    EXPECT_EQ(check_health(seen).state, State::passed) << word;
  }
  for (const auto* body : {"", "ok", "[]", R"({"status":"down"})", R"({"status":7})", "{"}) {
    seen.body = body;
    EXPECT_EQ(check_health(seen).state, State::failed) << body;
  }
  seen = well(), seen.status = 302;
  EXPECT_NE(check_health(seen).reason.find("not followed"), std::string::npos);
  seen.status = 401;
  EXPECT_EQ(check_health(seen).state, State::inconclusive) << "it may be well";
  seen.status = 0, seen.problem = "cannot connect";
  EXPECT_EQ(check_health(seen).state, State::failed);
}

TEST(Check, TlsIsTrustedAndLastsAWhile) {
  auto seen = well();
  EXPECT_EQ(check_tls(seen, true, now).state, State::inconclusive) << "on this machine";
  EXPECT_EQ(check_tls(seen, false, now).state, State::failed);
  seen.encrypted = true, seen.ends = now + 90 * a_day_long;
  EXPECT_EQ(check_tls(seen, false, now).state, State::passed);
  seen.ends = now + 13 * a_day_long;
  EXPECT_EQ(check_tls(seen, false, now).points, 10) << "half: it ends soon";
  seen.problem = "its certificate is not valid: self-signed certificate";
  EXPECT_EQ(check_tls(seen, false, now).points, 0);
}

TEST(Check, WhatIsInconclusiveIsNotFailed) {
  const auto found = verdict(well(), nullptr);
  EXPECT_EQ(found.score(), 100);
  EXPECT_EQ(found.coverage(), 30);
  EXPECT_FALSE(found.certifiable()) << "too little was judged";
  EXPECT_EQ(verdict(Look{}, nullptr).score(), 0);
  EXPECT_EQ(Verdict{}.score(), std::nullopt);
}

TEST(Check, EightyIsEnough) {
  auto all = declared();
  EXPECT_TRUE(verdict(well(), &all).certifiable());
  EXPECT_EQ(verdict(well(), &all).coverage(), 80);
  all.at("metadata").as_object().erase("tier");  // 12 of 15
  EXPECT_EQ(verdict(well(), &all).score(), 96);
  all.at("metadata").at("dependencies").as_array() = {"nobody", "nothing"};  // 0 of 15
  EXPECT_EQ(verdict(well(), &all).score(), 78);
  EXPECT_FALSE(verdict(well(), &all).certifiable());
  auto good = declared();
  EXPECT_FALSE(verdict(Look{}, &good).certifiable()) << "whatever the score, it must be well";
}

TEST(Check, ADeclarationIsHeldToItself) {
  auto all = declared();
  EXPECT_EQ(check_schema(&all).state, State::passed);
  all.at("schema").at("relationships").as_array()[0].as_object()["to"] = "order";
  EXPECT_NE(check_schema(&all).reason.find("'order'"), std::string::npos);
  all.at("schema").at("entities").as_array() = {"a", "a"};
  EXPECT_EQ(check_schema(&all).points, 10);
  all.at("schema").at("entities").as_array().clear();
  EXPECT_EQ(check_schema(&all).points, 0);
  all.at("metadata").as_object().erase("dependencies");
  EXPECT_EQ(check_dependencies(&all, {}).state, State::inconclusive);
  all.at("metadata").as_object()["dependencies"] = json::array();
  EXPECT_EQ(check_dependencies(&all, {}).state, State::passed);
  EXPECT_EQ(check_charter(nullptr).state, State::inconclusive);
}

}  // namespace
}  // namespace chittyregister

// The commands that do something on the person's side, against a scripted registry.
#include <chitty/members.hpp>
#include <chitty/testkit/command_test.hpp>

namespace chittyregistry {
namespace {

using namespace chitty;

struct Health : testkit::CommandTest {
  void services(json::array list) { host.replies.on("GET", "/api/v1/services?limit=200").answer(200, {{"success", true}, {"services", std::move(list)}, {"metadata", {{"nextCursor", nullptr}}}}); }
};

TEST_F(Health, AllAreAskedAtOnceAndReportedTogether) {
  services({{{"name", "far"}, {"url", "https://far.example"}, {"healthEndpoint", "/up"}}, {{"name", "here"}, {"url", "http://127.0.0.1:1/here"}}, {{"name", "ill"}, {"url", "http://127.0.0.1:1/ill"}}});
  host.probe = [](const json::array& urls, std::uint64_t wait) -> Result<json::array> {
    EXPECT_EQ(urls, (json::array{"https://far.example/up", "http://127.0.0.1:1/health/ready"}));
    EXPECT_EQ(wait, 2000u);
    return json::array{{{"reason", "timeout"}, {"durationMs", 2000}}, {{"status", 200}, {"body", R"({"services":{"here":{"status":"ok","version":"0.1.0"},"ill":{"status":"down"}}})"}, {"durationMs", 2}}};
  };
  host.replies.on("POST", "/api/v1/health-check").answer(200, {{"success", true}, {"suspect", false}, {"services", {{{"name", "far"}, {"health", "unreachable"}}, {{"name", "here"}, {"health", "healthy"}}}}});
  const auto done = run("registry service health", {{"all", true}, {"wait", 2000}});
  EXPECT_EQ(done.error().code, Code::refused);
  EXPECT_EQ(done.error().message, "2 of 3 services are not healthy: far, ill");
  EXPECT_EQ(sent(1).at("results"), json::value({{{"service", "far"}, {"outcome", "unreachable"}, {"durationMs", 2000}, {"reason", "no answer in time"}},
                                                {{"service", "here"}, {"outcome", "healthy"}, {"status", 200}, {"durationMs", 2}, {"version", "0.1.0"}},
                                                {{"service", "ill"}, {"outcome", "unhealthy"}, {"status", 200}, {"durationMs", 2}, {"reason", "its daemon says that it is down"}}}));
  ASSERT_EQ(host.records.size(), 3u);
  EXPECT_EQ(text_in(host.records.at(0), "health"), "unreachable");
}

TEST_F(Health, SaysWhenTheFaultMayBeHere) {
  services({{{"name", "far"}, {"url", "https://far.example"}, {"healthEndpoint", "/up"}}});
  host.probe = [](const json::array&, std::uint64_t) -> Result<json::array> { return json::array{{{"status", 200}, {"body", "{}"}}}; };
  host.replies.on("POST", "/api/v1/health-check").answer(200, {{"success", true}, {"suspect", true}, {"services", json::array()}});
  EXPECT_TRUE(run("registry service health", {{"all", true}}));
  EXPECT_EQ(host.notes.size(), 1u);
}

struct Script : testkit::CommandTest {
  Script() { host.replies.on("GET", "/api/v1/scripts/sort").answer(200, {{"success", true}, {"script", {{"id", "script_1"}, {"name", "sort"}, {"version", "1.2.0"}, {"sha256", hash}, {"content", "#!/bin/sh\n"}}}}); }
  void ends(json::object how) {
    host.child = [this, how](const json::object& order, std::string_view program) -> Result<json::object> {
      EXPECT_EQ(program, "#!/bin/sh\n");
      given = order;
      json::object end{{"ended", "exited"}, {"exitCode", 0}, {"signal", 0}, {"durationMs", 12}, {"output", "out"}, {"errors", ""}, {"outputBytes", 3}, {"errorBytes", 0}, {"leftBehind", 0}, {"walls", {"processes", "files"}}};
      for (const auto& [name, value] : how) end[name] = value;
      return end;
    };
  }
  void recorded() { host.replies.on("POST", "/api/v1/scripts/script_1/runs").answer(201, {{"success", true}, {"run", {{"id", "run_1"}}}}); }

  const std::string hash = std::string(64, 'a');
  json::object given;
};

TEST_F(Script, RunsAsItIsRegisteredAndIsRecorded) {
  ends({}), recorded();
  ASSERT_TRUE(run("registry script run", {{"script", "sort"}, {"args", {{"foo", "bar"}}}, {"memory", 64}, {"processes", 4}, {"time", 1000}}));
  EXPECT_EQ(text_in(given, "sha256"), hash);
  EXPECT_EQ(text_in(given, "input"), R"({"foo":"bar"})");
  EXPECT_EQ(given.at("memoryBytes"), 64 << 20);
  EXPECT_EQ(text_in(sent(1), "ended"), "exited");
  EXPECT_EQ(text_in(sent(1), "version"), "1.2.0");
  EXPECT_FALSE(sent(1).contains("walls"));
  EXPECT_EQ(text_in(host.records.at(0), "id"), "run_1");
  EXPECT_EQ(host.notes.size(), 0u);
}

TEST_F(Script, OneThatFailsIsRecordedAndTold) {
  ends({{"ended", "time"}, {"leftBehind", 3}, {"walls", json::array()}, {"outputBytes", 100'000}}), recorded();
  const auto done = run("registry script run", {{"script", "sort"}, {"time", 1000}});
  EXPECT_EQ(done.error().message, "the script 'sort' did not end within 1000 ms");
  EXPECT_EQ(host.records.size(), 1u);
  EXPECT_EQ(host.notes.size(), 3u) << "no wall around files, what was left behind, what was not kept";
}

TEST_F(Script, WhatItDidIsShownThoughItCannotBeRecorded) {
  ends({});
  host.replies.on("POST", "/api/v1/scripts/script_1/runs").fail(Code::unreachable, "gone");
  EXPECT_EQ(run("registry script run", {{"script", "sort"}}).error().code, Code::unreachable);
  EXPECT_EQ(host.records.size(), 1u);
}

TEST_F(Script, AnotherHashThanIsAskedForDoesNotRun) {
  EXPECT_EQ(run("registry script run", {{"script", "sort"}, {"sha256", std::string(64, 'b')}}).error().code, Code::refused);
  EXPECT_TRUE(given.empty());
}

}  // namespace
}  // namespace chittyregistry

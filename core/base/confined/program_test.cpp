#include "base/confined/program.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "base/confined/descendants.hpp"
#include "base/hash.hpp"

namespace chitty::host {
namespace {

using How = ProgramEnd::How;

struct Confined : ::testing::Test {
  Result<ProgramEnd> try_run(std::string_view script, std::string_view input = {}) {
    return run_confined({"script", script, hex(sha256(script)), input}, limits, cancel);
  }
  ProgramEnd run(std::string_view script, std::string_view input = {}) {
    auto end = try_run(script, input);
    EXPECT_TRUE(end) << end.error().message;
    return end ? *std::move(end) : ProgramEnd();
  }
  // Nothing that a script has started is left, wherever it went.
  ~Confined() override { EXPECT_EQ(descendants(), std::vector<pid_t>()); }

  ProgramLimits limits{.time = std::chrono::seconds(20)};
  CancelToken cancel;
};

TEST_F(Confined, ReadsItsInputAndIsHeard) {
  const auto end = run("#!/bin/sh\ncat; echo to-err >&2; exit 3\n", R"({"foo":"bar"})");
  EXPECT_EQ(end.how, How::exited);
  EXPECT_EQ(end.code, 3);
  EXPECT_EQ(end.output, R"({"foo":"bar"})");
  EXPECT_EQ(end.errors, "to-err\n");
  EXPECT_EQ(end.left_behind, 0);
}

TEST_F(Confined, HasNoEnvironmentAndNoFilesOfOurs) {
  ::setenv("CHITTY_SECRET_OF_A_TEST", "s3cret", 1);
  const auto end = run("#!/usr/bin/python3\nimport os\nprint(sorted(os.environ), sorted(int(f) for f in os.listdir('/dev/fd'))[:4], os.getcwd() == os.path.realpath('.'), os.listdir('.'))\n");
  EXPECT_EQ(end.output.find("s3cret"), std::string::npos);
  EXPECT_EQ(end.output.find("SECRET"), std::string::npos) << end.output;
  ::unsetenv("CHITTY_SECRET_OF_A_TEST");
  const auto files = run("#!/bin/sh\nls /proc/self/fd 2>/dev/null | tr '\\n' ' '; env\n");
  EXPECT_EQ(files.output.find("s3cret"), std::string::npos);
}

TEST_F(Confined, ReadsNothingOfThePersonsAndWritesInItsFolderOnly) {
  const auto end = run("#!/bin/sh\necho x > here && echo here; cat /root/.profile; cat ~/.profile; echo x > /tmp/chitty-confined-test && echo outside\n");
  if (!end.wall_of_files) GTEST_SKIP() << "no Landlock here";
  EXPECT_EQ(end.output, "here\n") << end.errors;
  EXPECT_FALSE(std::filesystem::exists("/tmp/chitty-confined-test"));
}

TEST_F(Confined, AnotherHashIsRefused) {
  const auto refused = run_confined({"script", "#!/bin/sh\n", std::string(64, '0')}, limits, cancel);
  EXPECT_EQ(refused.error().code, Code::refused);
}

TEST_F(Confined, WhatCannotBeRunIsTold) {
  EXPECT_EQ(try_run("echo no first line\n").error().message, "the script does not say what runs it");
  EXPECT_EQ(try_run("#!/no/such/program\n").error().code, Code::invalid_argument);
}

TEST_F(Confined, OneThatNeverEndsIsEnded) {
  limits.time = std::chrono::milliseconds(200);
  const auto end = run("#!/bin/sh\necho begun; while :; do :; done\n");
  EXPECT_EQ(end.how, How::time);
  EXPECT_EQ(end.output, "begun\n");
  EXPECT_LT(end.took.count(), 5000);
}

TEST_F(Confined, ChildrenThatGotAwayAreEnded) {
  // Twice removed, in a session of its own, holding the output open.
  const auto end = run("#!/bin/sh\n(setsid sh -c 'trap \"\" TERM HUP; (sleep 1000 & ) ; sleep 1000' &)\nsleep 0.3; echo done\n");
  EXPECT_EQ(end.how, How::exited);
  EXPECT_EQ(end.output, "done\n");
  EXPECT_GE(end.left_behind, 2);
  EXPECT_LT(end.took.count(), 5000);
}

TEST_F(Confined, AlsoWhereThereAreNoNamespaces) {
  limits.namespaces = false;
  const auto end = run("#!/bin/sh\n(setsid sh -c 'trap \"\" TERM HUP; (sleep 1000 & ) ; sleep 1000' &)\nsleep 0.3; echo done\n");
  EXPECT_FALSE(end.wall_of_processes);
  EXPECT_EQ(end.output, "done\n");
  EXPECT_GE(end.left_behind, 2);
  limits.processes = 20;
  EXPECT_EQ(run("#!/usr/bin/python3\nimport os, time\nfor i in range(2000):\n  if os.fork() == 0: time.sleep(1000)\n").how, How::processes);
}

TEST_F(Confined, OneThatForksAndForksIsEnded) {
  limits.processes = 20;
  const auto end = run("#!/usr/bin/python3\nimport os, time\nfor i in range(2000):\n  try:\n    if os.fork() == 0: time.sleep(1000)\n  except BlockingIOError: time.sleep(0.01)\n");
  EXPECT_EQ(end.how, How::processes);
}

TEST_F(Confined, OneThatEatsMemoryIsEnded) {
  limits.memory = 64u << 20;
  const auto end = run("#!/usr/bin/python3\nimport time\nkept = []\nfor i in range(4000):\n  kept.append(bytearray(1 << 20)); time.sleep(0.001)\n");
  EXPECT_TRUE(end.how == How::memory || end.code != 0) << end.errors;
  EXPECT_NE(end.code == 0 && end.how == How::exited, true);
}

TEST_F(Confined, WhatIsTooMuchIsReadAndNotKept) {
  limits.output = 1000;
  const auto end = run("#!/bin/sh\nhead -c 3000000 /dev/zero | tr '\\0' x; echo end >&2\n");
  EXPECT_EQ(end.how, How::exited);
  EXPECT_EQ(end.code, 0);
  EXPECT_EQ(end.output, std::string(1000, 'x'));
  EXPECT_EQ(end.output_bytes, 3'000'000u);
  EXPECT_EQ(end.errors, "end\n");
}

TEST_F(Confined, AFileDoesNotGrowBeyondItsLimit) {
  limits.file = 1u << 20;
  const auto end = run("#!/bin/sh\nhead -c 5000000 /dev/zero > big; ls -s --block-size=1 big | cut -d' ' -f1\n");
  EXPECT_LE(std::atol(end.output.c_str()), 1 << 20) << end.output;
}

TEST_F(Confined, StopsWhenItIsNotWanted) {
  cancel.set_deadline(CancelToken::Clock::now() + std::chrono::milliseconds(200));
  EXPECT_EQ(try_run("#!/bin/sh\nsleep 1000\n").error().code, Code::timeout);
}

TEST_F(Confined, HasNoWayToMoreRights) {
  EXPECT_EQ(run("#!/bin/sh\ngrep NoNewPrivs /proc/self/status 2>/dev/null || echo hidden\n").output.find("NoNewPrivs:\t0"), std::string::npos);
}

}  // namespace
}  // namespace chitty::host

#include <gtest/gtest.h>

#include <map>

#include "view/progress.hpp"
#include "view/terminal.hpp"
#include "view/testing.hpp"

namespace chitty::host {
namespace {

using std::chrono::milliseconds;

Error sample() {
  Error error = make_error(Code::not_found, "No widget acme-1", "List them with 'chitty acme list'.");
  error.details["cause"] = "It was deleted yesterday.";
  return error;
}

std::string told(const Error& error, const ViewOptions& options, bool is_terminal = false, bool colour = false) {
  FakeTerminal fake;
  auto terminal = fake.terminal(is_terminal);
  terminal.err_colour = colour;
  show_error(error, 5, options, terminal);
  EXPECT_EQ(fake.out, "");
  return fake.err;
}

TEST(ShowError, SentenceCauseHint) {
  EXPECT_EQ(told(sample(), {}),
            "error: no widget acme-1\ncause: It was deleted yesterday.\nhint: List them with 'chitty acme list'\n");
  EXPECT_EQ(told(make_error(Code::timeout, "Too slow."), as(Format::yaml)), "error: too slow\n");
  EXPECT_EQ(told(make_error(Code::timeout, "Too slow."), {}, true, true), "\x1b[1;31merror:\x1b[0m too slow\n");
  auto word = make_error(Code::conflict, "exists");
  word.details["cause"] = "duplicate_email";
  EXPECT_EQ(told(word, {}), "error: exists\n") << "a word is for programs";
}

TEST(ShowError, AnObjectForPrograms) {
  const std::string expected =
      R"({"error":{"code":"not_found","message":"No widget acme-1","hint":"List them with 'chitty acme list'.","details":{"cause":"It was deleted yesterday."},"exitCode":5}})"
      "\n";
  EXPECT_EQ(told(sample(), as(Format::json)), expected);
  EXPECT_EQ(told(sample(), as(Format::ndjson)), expected);
  auto limited = make_error(Code::rate_limited, "Too many.");
  limited.retryable = true;
  limited.retry_after = milliseconds(1500);
  EXPECT_EQ(
      told(limited, as(Format::json)),
      R"({"error":{"code":"rate_limited","message":"Too many.","retryable":true,"retryAfterMs":1500,"exitCode":5}})"
      "\n");
}

TEST(ShowError, AServicesWordsCannotCommandTheTerminal) {
  EXPECT_EQ(told(make_error(Code::refused, "\x1b[2Jno"), {}, true), "error: ␛[2Jno\n");
  EXPECT_EQ(told(make_error(Code::refused, "\xff"), {}), "error: \uFFFD\n");
  EXPECT_EQ(told(make_error(Code::refused, "\x1b[2Jno"), {}), "error: ␛[2Jno\n") << "a log is read on a terminal later";
}

TEST(ShowError, AValueOfHundredKilobytesIsNotToldWhole) {
  const auto line = told(make_error(Code::invalid_argument, "invalid value '" + std::string(100'000, 'x') + "' for '--n': expected an integer"), {});
  EXPECT_LT(line.size(), 2200u);
  EXPECT_NE(line.find("bytes left out"), std::string::npos);
  EXPECT_TRUE(line.ends_with("for '--n': expected an integer\n")) << line.substr(line.size() - 100);
}

TEST(ShowError, ACodeNewerThanThisHostStandsForItsClass) {
  EXPECT_EQ(name_of(static_cast<Code>(699)), "unreachable");
  EXPECT_EQ(name_of(static_cast<Code>(300)), "unauthenticated");
  EXPECT_EQ(name_of(static_cast<Code>(12345)), "host_fault");
}

Environment with(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
}

TEST(Colour, ByOptionEnvironmentAndTerminalInThisOrder) {
  EXPECT_TRUE(decide_colour(false, true, with({})));
  EXPECT_FALSE(decide_colour(false, false, with({})));
  EXPECT_FALSE(decide_colour(true, true, with({{"CLICOLOR_FORCE", "1"}})));
  EXPECT_FALSE(decide_colour(false, true, with({{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}})));
  EXPECT_TRUE(decide_colour(false, true, with({{"NO_COLOR", ""}}))) << "an empty NO_COLOR is none";
  EXPECT_TRUE(decide_colour(false, false, with({{"CLICOLOR_FORCE", "1"}})));
  EXPECT_FALSE(decide_colour(false, false, with({{"CLICOLOR_FORCE", "0"}})));
  EXPECT_FALSE(decide_colour(false, true, with({{"TERM", "dumb"}})));
  EXPECT_FALSE(decide_colour(false, true, with({{"CLICOLOR", "0"}})));
}

TEST(TerminalWidth, ByEnvironmentTerminalOrEighty) {
  EXPECT_EQ(decide_height(true, 50, with({{"TERM", "xterm"}})), 50);
  EXPECT_EQ(decide_height(true, 0, with({{"TERM", "xterm"}})), 24);
  EXPECT_EQ(decide_height(true, 50, with({{"TERM", "dumb"}})), 0);
  EXPECT_EQ(decide_height(false, 50, with({{"TERM", "xterm"}})), 0);
  EXPECT_EQ(decide_width(0, with({})), 80);
  EXPECT_EQ(decide_width(132, with({})), 132);
  EXPECT_EQ(decide_width(132, with({{"COLUMNS", "60"}})), 60);
  for (const char* nonsense : {"", "0", "-5", "12x", "99999999999999", "20000"})
    EXPECT_EQ(decide_width(132, with({{"COLUMNS", nonsense}})), 132);
}

TEST(Progress, ALineForEveryWidth) {
  const Step half{500, 1000, "minting"};
  EXPECT_EQ(progress_line(half, milliseconds(0), 80), "minting  [##########----------]  50%  500/1000");
  EXPECT_EQ(progress_line(half, milliseconds(10'000), 80), "minting  [##########----------]  50%  500/1000  10 s left");
  EXPECT_EQ(progress_line(half, milliseconds(1'000'000), 80),
            "minting  [##########----------]  50%  500/1000  16 min 40 s left");
  EXPECT_EQ(progress_line(half, milliseconds(0), 30), "minting  50%  500/1000");
  EXPECT_EQ(progress_line(half, milliseconds(0), 5), "mint…");
  EXPECT_EQ(progress_line({7, 0, "reading"}, milliseconds(5000), 80), "reading  7");
  EXPECT_EQ(progress_line({1200, 1000, ""}, milliseconds(0), 80), "[####################]  100%  1000/1000")
      << "more than all is all";
  EXPECT_EQ(progress_line({1, 2, "\x1b[2J"}, milliseconds(0), 14), "␛[2J  50%  1/2");
}

TEST(Progress, AtMostTenTimesASecond) {
  Throttle throttle(milliseconds(100));
  auto now = Throttle::Clock::now();
  int drawn = 0;
  for (int i = 0; i < 1000; ++i, now += milliseconds(1)) drawn += throttle.due(now);
  EXPECT_EQ(drawn, 10);
}

TEST(Progress, OnlyOnATerminalAndNotWhenQuiet) {
  FakeTerminal fake;
  Progress piped(fake.terminal(false), false);
  piped.update(1, 2, "x");
  Progress quiet(fake.terminal(true), true);
  quiet.update(1, 2, "x");
  EXPECT_EQ(fake.err, "");
  {
    Progress seen(fake.terminal(true), false);
    seen.update(1, 2, "x");
    EXPECT_EQ(fake.err, "\rx  [##########----------]  50%  1/2\x1b[K");
    fake.err.clear();
  }
  EXPECT_EQ(fake.err, "\r\x1b[K") << "the line is cleared at the end";
}

}  // namespace
}  // namespace chitty::host

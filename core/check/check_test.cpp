// The check, on the zoo: each broken plugin fails the very check that it breaks, and the good ones fail none.
#include "base/process/sanitized.hpp"
#include "check/check.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace chitty::host {
namespace {

using ::testing::HasSubstr;
using State = Finding::State;

std::string only_file_in(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) return entry.path().string();
  return {};
}

std::vector<Finding> findings_of(const std::string& animal) {
  const auto file = only_file_in(std::filesystem::path(CHITTY_BUILD_DIR) / "zoo" / animal);
  return check_plugin(file, std::chrono::seconds(sanitized ? 10 : 2)).value();
}

std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& finding : findings)
    if (finding.state == State::fail) text += finding.rule + " " + finding.check + ": " + finding.sentence + "\n";
  return text;
}

struct Case {
  const char *animal, *rule, *check, *sentence;
};
std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.animal; }

class Broken : public ::testing::TestWithParam<Case> {};

TEST_P(Broken, FailsTheCheckThatItBreaks) {
  const auto findings = findings_of(GetParam().animal);
  const auto fits = [](const Finding& finding) {
    return finding.state == State::fail && finding.rule == GetParam().rule &&
           finding.check.find(GetParam().check) != std::string::npos &&
           finding.sentence.find(GetParam().sentence) != std::string::npos;
  };
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), fits))
      << "wanted " << GetParam().check << ": " << GetParam().sentence << "\n"
      << told(findings);
}

std::string name_of_case(const ::testing::TestParamInfo<Case>& one) {
  std::string name =
      std::string(one.param.rule) + "_" + one.param.animal + "_" + one.param.check + "_" + std::to_string(one.index);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Manners, Broken,
    ::testing::Values(
        // By its imports, before anything of it has run.
        Case{"exits", "ABI-19", "imports", "It uses exit, which ends the process"},
        Case{"aborts", "ABI-19", "imports", "It uses abort, which ends the process"},
        Case{"changes-folder", "ABI-19", "imports", "It uses chdir, which changes the working folder"},
        Case{"changes-folder", "ABI-19", "imports", "It uses umask"},
        Case{"changes-folder", "ABI-19", "imports", "It uses setenv"},
        Case{"takes-signal", "ABI-19", "imports", "It uses sigaction, which handles a signal"},
        Case{"at-exit", "ABI-19", "imports", "It uses atexit, which registers work for the end"},
        Case{"sets-locale", "ABI-19", "imports", "It uses setlocale"},
        Case{"forks", "ABI-19", "imports", "It uses fork, which starts another process"},
        Case{"runs-program", "ABI-19", "imports", "It uses system, which starts another process"},
        Case{"changes-terminal", "ABI-19", "imports", "It uses tcsetattr, which uses the host's terminal"},
        Case{"writes-stdout", "ABI-19", "imports", "It uses stdout, a stream of the host"},
        // By what it does.
        Case{"exits", "ABI-19", "manners", "It ends the process (exit, _exit) while running 'exits echo'"},
        Case{"raw-exit", "ABI-19", "manners", "It ends the process (exit, _exit) while running 'raw-exit echo'"},
        Case{"changes-folder", "ABI-19", "manners", "changes the working folder (chdir) while running"},
        Case{"changes-folder", "ABI-19", "manners", "changes the file mode mask (umask) while running"},
        Case{"changes-folder", "ABI-19", "manners", "changes the environment (setenv, putenv) while running"},
        Case{"raw-chdir", "ABI-19", "manners", "It changes the working folder (chdir) while running"},
        Case{"takes-signal", "ABI-19", "manners", "It handles a signal (signal, sigaction) while running"},
        Case{"sets-locale", "ABI-19", "manners", "It changes the locale (setlocale) while running"},
        Case{"forks", "ABI-19", "manners", "starts another process (fork, exec, system) while running"},
        Case{"runs-program", "ABI-19", "manners", "starts another process (fork, exec, system) while running"},
        Case{"changes-terminal", "ABI-19", "manners", "It changes the terminal (tcsetattr) while running"},
        Case{"writes-stdout", "ABI-19", "manners", "It writes to the host's standard output"},
        Case{"holds-back", "ABI-19", "manners", "It writes to the host's standard output"},
        Case{"prints-hidden", "ABI-19", "manners", "It writes to the host's standard output"},
        Case{"loud-entry", "ABI-19", "manners", "It writes to the host's standard output in its entry"},
        Case{"reads-stdin", "ABI-19", "manners", "It reads the host's standard input"},
        Case{"closes-stdout", "ABI-19", "manners", "It closes or redirects a standard stream"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Rules, Broken,
    ::testing::Values(
        Case{"no-manifest", "ABI-03", "file", "has no manifest"},
        Case{"schema-lies", "ABI-27", "manifest", "service.routes[0].body"},
        Case{"pattern-unbounded", "ABI-27", "manifest", "maxLength"},
        Case{"path-unsaid", "ABI-27", "manifest", "has no id, which is in the path"},
        Case{"records-nowhere", "ABI-27", "manifest", "is not in the reply"},
        Case{"two-symbols", "ABI-03", "file", "exports more than its entry"},
        Case{"unstable", "ABI-03", "file", "does not say for which version"},
        Case{"asks-unstable", "ABI-11", "unstable questions", "It asks for an unstable extension that its manifest"},
        Case{"reserved-root", "ABI-03", "words", "'plugin' is a command of chitty itself"},
        Case{"dry-run-unsaid", "ABI-03", "dry run", "'dry-run-unsaid echo' does not declare whether it supports --dry-run"},
        Case{"host-symbol", "ABI-10", "host functions", "It needs chitty_get_extension from the host"},
        Case{"missing-symbol", "ABI-24", "loading", "undefined symbol"},
        Case{"missing-library", "ABI-25", "libraries", "It needs libchitty_zoo_stand_in.so"},
        Case{"executable-stack", "ABI-26", "segments", "executable stack"},
        Case{"run-path", "ABI-26", "segments", "'/opt/zoo' (RUNPATH)"},
        Case{"constructor-crashes", "ABI-24", "loading", "while being loaded"},
        Case{"wrong-name", "ABI-03", "opening", "calls itself 'somebody-else'"},
        Case{"lying-major", "ABI-03", "opening", "this host offers ABI 1.0"},
        Case{"null-slots", "ABI-03", "opening", "without the functions"},
        Case{"slow-entry", "ABI-20", "cost of the entry", "ms in its entry"},
        Case{"starts-thread", "ABI-20", "cost of the entry", "started a thread"},
        Case{"entry-nothing", "ABI-07", "sizes", "reports success with a table of 0 bytes"},
        Case{"any-extension", "ABI-09", "unknown extensions", "the unknown extension"},
        Case{"no-handler", "ABI-03", "handlers", "no handler for the command 'no-handler echo'"},
        Case{"segfaults", "ABI-18", "odd input", "It crashes (Segmentation fault) while running 'segfaults echo'"},
        Case{"overflows", "ABI-18", "odd input", "It crashes ("},
        Case{"throws", "ABI-18", "odd input", "It aborts, or throws an exception, while running"},
        Case{"throws-inside", "ABI-18", "odd input", "a fuse has blown"},
        Case{"unknown-status", "ABI-18", "odd input", "code 123456"},
        Case{"bad-record", "ABI-18", "odd input", "is not JSON"},
        Case{"loops", "ABI-22", "stopping", "It did not return within"}),
    name_of_case);

// Under a sanitizer the C++ runtime is the system's, which is no plugin's way.
TEST(Good, FailNothing) {
  for (const char* animal : {"good-c", "ignored-key", "polls", "endless-route"}) EXPECT_EQ(told(findings_of(animal)), "") << animal;
  if (!sanitized) {
    EXPECT_EQ(told(findings_of("good-cpp")), "");
  }
}

TEST(Good, ABI_19_TheTracerIsThere) {
  const auto findings = findings_of("good-c");
  ASSERT_EQ(findings.back().check, "manners");
  EXPECT_EQ(findings.back().state, State::pass) << findings.back().sentence;
}

TEST(Good, ABI_28_SoIsTheKeptOne) {
  const auto kept = std::filesystem::path(CHITTY_SOURCE_DIR) / "sdk/abi/1.0-draft/linux-x86_64/kept.so";
  EXPECT_EQ(told(check_plugin(kept, std::chrono::seconds(5)).value()), "");
}

// Memory of instances is counted by libc's malloc, which a sanitizer replaces.
TEST(Instances, ABI_23_WhatIsKeptIsCounted) {
  if (sanitized) GTEST_SKIP() << "the sanitizer's malloc does not count";
  EXPECT_THAT(told(findings_of("leaks-instance")), HasSubstr("bytes for each instance"));
}

// The process that asks is as it was: it is the children that were watched.
TEST(Check, ABI_19_TheHostIsUntouched) {
  const auto folder = std::filesystem::current_path();
  findings_of("changes-folder");
  findings_of("exits");
  EXPECT_EQ(std::filesystem::current_path(), folder);
}

TEST(Check, AFileThatIsNotThere) {
  const auto none = check_plugin("/nowhere/acme.so", std::chrono::seconds(1));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::not_found);
}

}  // namespace
}  // namespace chitty::host

#include "base/process/apart.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/files.hpp"

namespace chitty::host {
namespace {

ApartOrder shell(const std::string& script) {
  ApartOrder order;
  order.program = "/bin/sh";
  order.words = {"sh", "-c", script};
  order.environment = {"PATH=/usr/bin:/bin", "SAID=yes"};
  order.time = std::chrono::seconds(20);
  order.grace = std::chrono::milliseconds(200);
  return order;
}

std::size_t open_files() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

// One that has ended and waits for init is not.
bool is_there(const std::string& number) {
  std::ifstream stat("/proc/" + std::to_string(std::stoi(number)) + "/stat");
  std::string pid, name, state;
  return (stat >> pid >> name >> state) && state != "Z";
}

TEST(Apart, OutputLinesAndExitCodeComeBack) {
  CancelToken cancel;
  auto order = shell("cat; echo $SAID; echo one >&2; printf two >&2; exit 3");
  order.input = "given\n";
  std::vector<std::string> lines;
  const auto end = run_apart(
                       order, [&](std::string_view line) { lines.emplace_back(line); }, {}, cancel)
                       .value();
  EXPECT_EQ(end.how, ApartEnd::How::exited);
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_EQ(end.output, "given\nyes\n");
  EXPECT_EQ(end.output_bytes, 10u);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two"}));
}

TEST(Apart, OutputIsKeptUpToItsBoundAndReadToItsEnd) {
  CancelToken cancel;
  auto order = shell("head -c 3000000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' y >&2");
  order.output = 1000;
  std::size_t said = 0;
  const auto end = run_apart(
                       order, [&](std::string_view line) { said += line.size(); }, {}, cancel)
                       .value();
  EXPECT_EQ(end.output, std::string(1000, 'x'));
  EXPECT_EQ(end.output_bytes, 3'000'000u);
  EXPECT_EQ(said, 1000u);
}

TEST(Apart, ASignalIsTold) {
  CancelToken cancel;
  const auto end = run_apart(shell("kill -SEGV $$"), {}, {}, cancel).value();
  EXPECT_EQ(end.how, ApartEnd::How::signal);
  EXPECT_EQ(end.signal, SIGSEGV);
}

TEST(Apart, TimeEndsTheGroupAlsoWhereItDoesNotListen) {
  CancelToken cancel;
  auto order = shell("trap '' TERM; sleep 30 & echo $!; wait; sleep 30");
  order.time = std::chrono::milliseconds(100);
  const auto end = run_apart(order, {}, {}, cancel).value();
  EXPECT_EQ(end.how, ApartEnd::How::time);
  EXPECT_EQ(end.signal, SIGKILL);
  EXPECT_LT(end.took, std::chrono::seconds(10));
  for (int i = 0; i < 100 && is_there(end.output); ++i) ::usleep(20'000);  // init reaps it
  EXPECT_FALSE(is_there(end.output));
}

TEST(Apart, WhatItLeavesBehindGoesWithIt) {
  CancelToken cancel;
  const auto end = run_apart(shell("sleep 30 & echo $!"), {}, {}, cancel).value();
  EXPECT_EQ(end.how, ApartEnd::How::exited);
  EXPECT_LT(end.took, std::chrono::seconds(10));
  for (int i = 0; i < 100 && is_there(end.output); ++i) ::usleep(20'000);
  EXPECT_FALSE(is_there(end.output));
}

TEST(Apart, WhoeverAskedMayStopIt) {
  CancelToken cancel;
  int asked = 0;
  const auto end = run_apart(
                       shell("trap 'exit 130' TERM; while :; do sleep 0.01; done"), {}, [&] { return ++asked > 20; }, cancel)
                       .value();
  EXPECT_EQ(end.how, ApartEnd::How::stopped);
  EXPECT_EQ(end.exit_code, 130);
}

TEST(Apart, ACancelledCallIsAnError) {
  CancelToken cancel;
  std::thread later([&] {
    ::usleep(50'000);
    cancel.cancel(CancelToken::Why::interrupted);
  });
  const auto end = run_apart(shell("sleep 30"), {}, {}, cancel);
  later.join();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Code::cancelled);
}

TEST(Apart, AProgramThatIsNotThereIsASentence) {
  CancelToken cancel;
  auto order = shell("");
  order.program = "/no/such/program";
  EXPECT_EQ(run_apart(order, {}, {}, cancel).error().message, "/no/such/program cannot be started: No such file or directory.");
}

TEST(Apart, NothingOfOursIsInherited) {
  CancelToken cancel;
  const Fd ours(::open("/dev/null", O_RDONLY));  // without O_CLOEXEC
  const auto end = run_apart(shell("ls /proc/self/fd; tty || :"), {}, {}, cancel).value();
  EXPECT_EQ(end.output, "0\n1\n2\n3\nnot a tty\n");  // the folder itself is 3
}

TEST(Apart, ManyAtOnceLeaveNoFilesAndNoChildren) {
  CancelToken cancel;
  const auto before = open_files();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int turn = 0; turn < 5; ++turn) {
        const auto end = run_apart(shell("echo " + std::to_string(i)), {}, {}, cancel).value();
        EXPECT_EQ(end.output, std::to_string(i) + "\n");
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(open_files(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

}  // namespace
}  // namespace chitty::host

// Logs are bounded: put aside at their size, also when two processes write them.
#include "daemon/watch/access_log.hpp"
#include "daemon/watch/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

using testing::HasSubstr;
using testing::Not;

class RotatingFileTest : public testing::Test {
 protected:
  RotatingFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-log-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    file_ = folder_ / "log";
  }
  ~RotatingFileTest() override { std::filesystem::remove_all(folder_); }
  std::string now() const { return read_file(file_).value(); }
  std::string before() const { return read_file(file_.string() + ".1").value(); }

  std::filesystem::path folder_, file_;
};

TEST_F(RotatingFileTest, BeyondItsSizeItIsPutAside) {
  RotatingFile file(file_, 10);
  file.add("first\n"), file.add("abc\n");
  EXPECT_EQ(now(), "first\nabc\n");
  file.add("second\n");
  EXPECT_EQ(before(), "first\nabc\n");
  EXPECT_EQ(now(), "second\n");
  file.add("third\n");
  EXPECT_EQ(before(), "second\n");
  EXPECT_EQ(now(), "third\n");
}

TEST_F(RotatingFileTest, ALineLargerThanTheSizeIsKeptWhole) {
  RotatingFile file(file_, 10);
  file.add("a line of more than ten\n");
  EXPECT_EQ(now(), "a line of more than ten\n");
  file.add("b\n");
  EXPECT_EQ(before(), "a line of more than ten\n");
}

TEST_F(RotatingFileTest, WhatStoodInItBeforeCounts) {
  RotatingFile(file_, 10).add("12345678\n");
  RotatingFile(file_, 10).add("abc\n");
  EXPECT_EQ(before(), "12345678\n");
  EXPECT_EQ(now(), "abc\n");
}

TEST_F(RotatingFileTest, TheOtherProcessFollows) {
  RotatingFile one(file_, 10), other(file_, 10);
  one.add("1\n"), other.add("2\n");
  one.add("a longer one\n");
  other.add("3\n");  // not into the file that was put aside, and the new one is over its size already
  EXPECT_EQ(before(), "a longer one\n");
  EXPECT_EQ(now(), "3\n");
}

TEST_F(RotatingFileTest, TwoProcessesLoseNoLineOfTheLastTwoFiles) {
  constexpr int lines = 400;
  const auto write = [&](char letter) {
    RotatingFile file(file_, lines * 2 * 8 * 2 / 3);  // one change of files on the way
    for (int i = 0; i < lines; ++i) file.add(std::string(7, letter) + "\n");
  };
  const pid_t child = ::fork();
  if (child == 0) write('c'), ::_exit(0);
  write('p');
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(now().size() + before().size(), lines * 2 * 8u);
}

TEST_F(RotatingFileTest, AFileThatWasTakenAwayIsMadeAnew) {
  RotatingFile file(file_, 100);
  file.add("1\n");
  std::filesystem::remove(file_);
  file.add("2\n");
  EXPECT_EQ(now(), "2\n");
}

TEST_F(RotatingFileTest, TheLogKeepsOneLineAThingAndNoToken) {
  Log log(file_);
  log.warn("a\nb ca_local_abcDEF-123 Bearer xyz.z=, end");
  EXPECT_THAT(now(), HasSubstr(" warn [" + std::to_string(::getpid()) + "] a b ca_local_*** Bearer ***, end\n"));
  EXPECT_THAT(now(), Not(HasSubstr("abcDEF")));
}

}  // namespace
}  // namespace chitty::host::daemon

#include "journal.hpp"

#include <chitty/members.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace os {
namespace {

class Journals : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / ("chitty-journal-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "chitty");
    ::setenv("XDG_STATE_HOME", folder.c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("XDG_STATE_HOME");
    std::filesystem::remove_all(folder);
  }
  void append(const std::string& text) { std::ofstream(Journal::open("work").value().path(), std::ios::app) << text; }

  std::filesystem::path folder;
};

TEST_F(Journals, WhatWasAddedIsThereAndAnEndIsOne) {
  auto journal = Journal::open("work").value();
  EXPECT_TRUE(journal.at_rest());
  ASSERT_TRUE(journal.begin({{"step", "begin"}}));
  ASSERT_TRUE(journal.add({{"step", "one"}}));
  EXPECT_FALSE(journal.at_rest());
  auto again = Journal::open("work").value();
  ASSERT_EQ(again.entries().size(), 2u);
  EXPECT_FALSE(again.at_rest());
  ASSERT_TRUE(again.add({{"step", "end"}}));
  EXPECT_TRUE(Journal::open("work").value().at_rest());
  ASSERT_TRUE(again.begin({{"step", "begin"}}));
  EXPECT_EQ(Journal::open("work").value().entries().size(), 1u);
  EXPECT_EQ(std::filesystem::status(journal.path()).permissions() & std::filesystem::perms::mask, std::filesystem::perms(0600));
}

TEST_F(Journals, ALineThatWasCutOffCountsForNothingAndIsWrittenOver) {
  auto journal = Journal::open("work").value();
  ASSERT_TRUE(journal.begin({{"step", "begin"}}));
  append(R"({"step":"one","ver)");
  auto again = Journal::open("work").value();
  EXPECT_EQ(again.entries().size(), 1u);
  ASSERT_TRUE(again.add({{"step", "two"}}));
  const auto last = Journal::open("work").value();
  ASSERT_EQ(last.entries().size(), 2u);
  EXPECT_EQ(chitty::text_in(last.entries().back(), "step"), "two");
}

TEST_F(Journals, OneThatSomebodyHasSpoiltIsNotBelieved) {
  ASSERT_TRUE(Journal::open("work").value().begin({{"step", "begin"}}));
  append("nonsense\n");
  const auto spoilt = Journal::open("work");
  ASSERT_FALSE(spoilt);
  EXPECT_EQ(spoilt.error().code, chitty::Code::configuration);
  EXPECT_NE(spoilt.error().hint.find("rm "), std::string::npos);
}

TEST_F(Journals, OneAtATime) {
  {
    const auto lock = RunLock::take();
    ASSERT_TRUE(lock);
    const auto second = RunLock::take();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, chitty::Code::conflict);
  }
  EXPECT_TRUE(RunLock::take());
}

}  // namespace
}  // namespace os

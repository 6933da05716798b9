#include "base/message.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

TEST(Message, OneSentenceIsWrittenAsGitAndCargoWriteIt) {
  EXPECT_EQ(as_message("The file is empty."), "the file is empty");
  EXPECT_EQ(as_message("No such client."), "no such client");
  EXPECT_EQ(as_message("unknown option '--x' for 'chitty id mint'"), "unknown option '--x' for 'chitty id mint'");
}

TEST(Message, NamesKeepTheirCapital) {
  for (const char* text : {"PostgreSQL is not reachable", "AcmeID 03-1 is not known", "Acme says no", "--jq filter failed: Cannot index"})
    EXPECT_EQ(as_message(text), text);
}

TEST(Message, SeveralSentencesKeepTheirStops) {
  EXPECT_EQ(as_message("It failed. Nothing was changed."), "it failed. Nothing was changed.");
  EXPECT_EQ(as_message("wait..."), "wait...");
  EXPECT_EQ(as_message(""), "");
}

TEST(Message, AHintEndsInWhatCanBeCopied) {
  EXPECT_EQ(as_hint("Choose another port."), "Choose another port");
  EXPECT_EQ(as_hint("Start it: chitty os up"), "Start it: chitty os up");
}

TEST(Message, AWordIsQuotedOnlyWhereAShellNeedsIt) {
  for (const char* plain : {"tracker", "acme:read", "https://acme.example/x", "a,b", "file:/home/ada/token"}) EXPECT_EQ(shell_word(plain), plain);
  EXPECT_EQ(shell_word("admin:*"), "'admin:*'");
  EXPECT_EQ(shell_word("~x"), "'~x'");
  EXPECT_EQ(shell_word("=ls"), "'=ls'");
  EXPECT_EQ(shell_word("the owner's"), "'the owner'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace chitty::host

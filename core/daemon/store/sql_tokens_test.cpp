#include "daemon/store/sql_tokens.hpp"

#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

TEST(SqlTokens, SpaceCommentsAndCaseDoNotMatter) {
  const auto plain = sql_tokens("CREATE TABLE a (id TEXT PRIMARY KEY);");
  EXPECT_EQ(plain, sql_tokens("-- what it is for\r\ncreate table a(\r\n  id text primary key -- the key\r\n);\r\n\r\n"));
  EXPECT_EQ(plain, sql_tokens("/* ; */ CREATE TABLE a (id TEXT PRIMARY KEY)"));
}

TEST(SqlTokens, WhatIsDoneDoes) {
  const auto plain = sql_tokens("INSERT INTO a VALUES ('x -- y', 'Z')");
  EXPECT_NE(plain, sql_tokens("INSERT INTO a VALUES ('x -- y', 'z')"));
  EXPECT_NE(plain, sql_tokens("INSERT INTO a VALUES ('x', 'Z')"));
  EXPECT_NE(sql_tokens("SELECT 'it''s'"), sql_tokens("SELECT 'it' 's'; --"));
  EXPECT_NE(sql_tokens("SELECT ab"), sql_tokens("SELECT a b"));
}

}  // namespace
}  // namespace chitty::host::daemon

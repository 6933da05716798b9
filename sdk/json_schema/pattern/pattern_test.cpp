// ECMA-262's regular expressions: what they mean here, and what is refused because only PCRE2 knows it.
#include "pattern.hpp"

#include <gtest/gtest.h>

namespace chitty::json_schema {
namespace {

bool found(std::string_view expression, std::string_view text) {
  const auto pattern = Pattern::compile(expression, false);
  EXPECT_TRUE(pattern) << expression << ": " << (pattern ? "" : pattern.error().message);
  MatchSpace space;
  return pattern && pattern->find(text, space) == Pattern::Found::yes;
}

TEST(Pattern, FindsAnywhereUnlessAnchored) {
  EXPECT_TRUE(found("b", "abc"));
  EXPECT_FALSE(found("^b", "abc"));
  EXPECT_FALSE(found("^a$", "a\n"));  // the end is the end
}

TEST(Pattern, ClassesAreEcmaScripts) {
  EXPECT_TRUE(found("^\\s$", "\u00a0"));
  EXPECT_TRUE(found("^[\\s]$", "\ufeff"));
  EXPECT_TRUE(found("^[\\Sx]$", "\u2029") == false);
  EXPECT_FALSE(found("^\\d$", "\u0663"));  // a digit of Arabic script
  EXPECT_FALSE(found("^\\w$", "\u00e4"));
  EXPECT_FALSE(found("^.$", "\u2028"));
  EXPECT_TRUE(found("^.$", "\x0b"));
  EXPECT_TRUE(found("^\\v$", "\x0b"));
  EXPECT_FALSE(found("^\\v$", "\n"));
  EXPECT_TRUE(found("^[^]$", "\n"));
  EXPECT_FALSE(found("[]", "a"));
  EXPECT_TRUE(found("^[[:a]$", "["));
}

TEST(Pattern, CharactersAreCodePoints) {
  EXPECT_TRUE(found("^.$", "\U0001F432"));
  EXPECT_TRUE(found("^\\uD83D\\uDC32$", "\U0001F432"));
  EXPECT_TRUE(found("^\\u{1F432}$", "\U0001F432"));
  EXPECT_TRUE(found("^\\x41\\u0042\\cJ\\0$", std::string_view("AB\n\0", 4)));
  EXPECT_TRUE(found("^\\p{Letter}+$", "\u00e4b"));
  EXPECT_TRUE(found("^\\p{Script=Greek}$", "\u03b1"));
  EXPECT_TRUE(found("^\\p{gc=Nd}$", "\u0663"));
  EXPECT_TRUE(found("^\\P{Lu}$", "a"));
}

TEST(Pattern, GroupsAndReferences) {
  EXPECT_TRUE(found("^(?<x>a|b)\\k<x>\\1$", "aaa"));
  EXPECT_TRUE(found("^(?:(a)|b)\\1$", "b"));  // a group that did not take part matches nothing
  EXPECT_TRUE(found("(?<=a)b(?=c)(?!d)(?<!x)", "abc"));
  EXPECT_TRUE(found("^a{2}b{1,}c{0,3}?{$", "aab{"));
}

TEST(Pattern, WhatOnlyPcreKnowsIsRefused) {
  for (const auto* expression :
       {"a++", "(?>a)", "(?i)a", "(?#x)", "(*UCP)a", "\\Aa", "a\\Z", "a\\z", "\\Qa\\E", "\\R", "\\X", "\\K", "\\G", "\\h", "(?1)", "(?R)",
        "(?(1)a)", "\\a", "\\e", "(?P<x>a)", "\\07", "\\p{", "\\u{", "\\uD83D", "\\x4", "[a", "(a", "a)", "*a", "a{2,1}", "\\"}) {
    const auto pattern = Pattern::compile(expression, false);
    ASSERT_FALSE(pattern) << expression;
    EXPECT_TRUE(pattern.error().message.starts_with("is not a regular expression")) << pattern.error().message;
  }
}

TEST(Pattern, TheProblemHasItsPlace) {
  EXPECT_EQ(Pattern::compile("ab(?i)c", false).error().message,
            "is not a regular expression of ECMA-262: it has a kind of group that ECMA-262 does not know (at character 3)");
}

}  // namespace
}  // namespace chitty::json_schema

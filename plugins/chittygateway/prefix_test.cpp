#include "prefix.hpp"

#include <gtest/gtest.h>

namespace chittygateway {
namespace {

std::string told(const std::string& text) {
  const auto prefix = prefix_of(text);
  return prefix ? *prefix : prefix.error().message;
}

TEST(Prefix, HasOneForm) {
  EXPECT_EQ(told("/api/verify"), "/api/verify");
  EXPECT_EQ(told("/api/verify/"), "/api/verify");
  EXPECT_EQ(told("/"), "/");
}

TEST(Prefix, WhatCouldBeReadInTwoWaysIsNone) {
  EXPECT_EQ(told("api"), "invalid path 'api': it must begin with '/'");
  EXPECT_EQ(told("//x"), "invalid path '//x': it has an empty segment");
  EXPECT_EQ(told("/a/../b"), "invalid path '/a/../b': it has a dot segment");
  EXPECT_EQ(told("/a/..;x/b"), "invalid path '/a/..;x/b': it has a dot segment");
  EXPECT_EQ(told("/a%2fb"), "invalid path '/a%2fb': write its characters without encoding");
  EXPECT_EQ(told("/a?b"), "invalid path '/a?b': it must be a path alone, without '?'");
  EXPECT_EQ(told("/a b"), "invalid path '/a b': it has a character that must be encoded in a path");
  EXPECT_EQ(told("/" + std::string(1100, 'a')).substr(0, 20), "invalid path '/aaaaa");
}

TEST(Prefix, LeadsByWholeSegments) {
  EXPECT_TRUE(leads("/api", "/api"));
  EXPECT_TRUE(leads("/api", "/api/x"));
  EXPECT_FALSE(leads("/api", "/apis"));
  EXPECT_TRUE(leads("/", "/anything"));
  EXPECT_EQ(first_segment("/api/x"), "api");
  EXPECT_EQ(first_segment("/"), "");
}

}  // namespace
}  // namespace chittygateway

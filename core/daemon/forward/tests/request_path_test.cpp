#include "daemon/forward/request_path.hpp"

#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

std::string normal(std::string_view target) {
  const auto path = normalised_path(target);
  return path ? *path : "refused";
}

TEST(RequestPath, HasOneForm) {
  for (const auto& [given, wanted] : std::initializer_list<std::pair<const char*, const char*>>{
           {"/", "/"}, {"/a/b", "/a/b"}, {"/a/b/", "/a/b/"}, {"/a?x=/../b", "/a"}, {"/a/./b", "/a/b"}, {"/a/.", "/a/"}, {"/a/../b", "/b"}, {"/a/..", "/"}, {"/a/b/..", "/a/"}, {"/..", "/"}, {"/../../a", "/a"}, {"/a/%2e%2E/b", "/b"}, {"/a/%2e/b", "/a/b"}, {"/a//b", "/a//b"}, {"//a", "//a"}, {"/a//../b", "/a/b"}, {"/%7euser", "/~user"}, {"/%c3%a9", "/%C3%A9"}, {"/a%20b", "/a%20b"}, {"/a%252Fb", "/a%252Fb"}, {"/a/...", "/a/..."}, {"/a/.b", "/a/.b"}, {"/a;x=1/b", "/a;x=1/b"}, {"/%41%5f%2D", "/A_-"}, {"/a%3Bb", "/a%3Bb"}})
    EXPECT_EQ(normal(given), wanted) << given;
}

TEST(RequestPath, OfTwoMeaningsIsRefused) {
  for (const char* given : {"/a%2Fb", "/a%2fb", "/a%5Cb", "/a\\b", "/a%00", "/%", "/%2", "/%zz", "/a/..;/b", "/a/.;x/b", "/%2e%2e;a=b/c",
                            "", "a/b", "*", "http://x/a", "/a b", "/a\tb", "/a\x7f"})
    EXPECT_EQ(normal(given), "refused") << given;
}

TEST(RequestPath, AlreadyNormalStaysAsItIs) {
  for (const char* given : {"/a/%2e%2e/b%7e", "/x/./y/", "/%e2%82%ac/..//z"}) EXPECT_EQ(normal(normal(given)), normal(given)) << given;
}

TEST(RequestPath, IsLedByWholeSegments) {
  EXPECT_TRUE(leads_to("/", "/a"));
  EXPECT_TRUE(leads_to("/a", "/a"));
  EXPECT_TRUE(leads_to("/a", "/a/"));
  EXPECT_TRUE(leads_to("/a", "/a/b"));
  EXPECT_FALSE(leads_to("/a", "/ab"));
  EXPECT_FALSE(leads_to("/a", "/a;x"));
  EXPECT_FALSE(leads_to("/a/b", "/a"));
}

}  // namespace
}  // namespace chitty::host::daemon

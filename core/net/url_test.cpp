#include "net/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty {
namespace {

TEST(Url, IsTakenApart) {
  const auto url = parse_url("https://Acme.Example:8443/a/b%20c?x=1&y#part").value();
  EXPECT_EQ(url.scheme, "https");
  EXPECT_EQ(url.host, "acme.example");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.target, "/a/b%20c?x=1&y");
  EXPECT_EQ(url.text(), "https://acme.example:8443/a/b%20c?x=1&y");
}

TEST(Url, HasTheUsualPortAndPath) {
  EXPECT_EQ(parse_url("http://acme.example").value().port, 80);
  EXPECT_EQ(parse_url("https://acme.example").value().port, 443);
  EXPECT_EQ(parse_url("https://acme.example?q").value().target, "/?q");
  EXPECT_EQ(parse_url("https://acme.example:443/").value().origin(), "https://acme.example");
}

TEST(Url, TakesAnIpv6Address) {
  const auto url = parse_url("http://[::1]:8080/x").value();
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.host_port(), "[::1]:8080");
}

TEST(Url, RefusesWhatIsNone) {
  for (const auto* text :
       {"", "acme.example", "/path", "ftp://acme.example/", "http://", "https://user:pass@acme.example/",
        "http://acme.example/a b", "http://acme.example:0/", "http://acme.example:99999/"}) {
    const auto url = parse_url(text);
    ASSERT_TRUE(url.has_error()) << text;
    EXPECT_EQ(url.error().code, Code::invalid_argument) << text;
    EXPECT_THAT(url.error().message, ::testing::HasSubstr("Cannot use the address"));
  }
}

TEST(Url, ALocationIsResolvedAgainstItsBase) {
  const auto base = parse_url("https://acme.example/a/b?q=1").value();
  EXPECT_EQ(resolve_location(base, "/mint").value().text(), "https://acme.example/mint");
  EXPECT_EQ(resolve_location(base, "c").value().text(), "https://acme.example/a/c");
  EXPECT_EQ(resolve_location(base, "//other.example/x").value().text(), "https://other.example/x");
  EXPECT_EQ(resolve_location(base, "http://me:pw@other.example/").value().text(), "http://other.example/");
  EXPECT_EQ(resolve_location(base, "ftp://other.example/").error().code, Code::malformed);
  EXPECT_EQ(resolve_location(base, "http://a b/").error().code, Code::malformed);
}

}  // namespace
}  // namespace chitty

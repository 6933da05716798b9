#include "net/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty::host {
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

// Boost.URL 1.81 takes "127.0.0.1" for the host of the first, and the rest for a path.
TEST(Url, ANameMayBeginLikeAnAddress) {
  const auto url = parse_url("http://127.0.0.1.Evil.example:4799/x").value();
  EXPECT_EQ(url.host, "127.0.0.1.evil.example");
  EXPECT_EQ(url.text(), "http://127.0.0.1.evil.example:4799/x");
  EXPECT_EQ(parse_url("https://10.0.0.1.nip.io").value().host_port(), "10.0.0.1.nip.io");
  EXPECT_EQ(parse_url("http://1password.example/").value().host, "1password.example");
  EXPECT_EQ(parse_url("http://127.0.0.1:1/").value().host, "127.0.0.1");
  EXPECT_TRUE(parse_url("http://127.0.0.1.1/").has_error());
  EXPECT_TRUE(parse_url("http://user@127.0.0.1.evil.example/").has_error());
  const auto base = parse_url("https://acme.example/").value();
  EXPECT_EQ(resolve_location(base, "http://127.0.0.1.evil.example/y").value().text(), "http://127.0.0.1.evil.example/y");
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
}  // namespace chitty::host

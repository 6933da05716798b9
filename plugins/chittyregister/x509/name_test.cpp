#include "name.hpp"

#include <gtest/gtest.h>

namespace chittyregister {
namespace {

TEST(Name, HostNamesAndAddresses) {
  EXPECT_EQ(parse_name("API.Example.com")->text, "api.example.com");
  EXPECT_EQ(parse_name("::1")->address.size(), 16u);
  EXPECT_EQ(parse_name("127.0.0.1")->address, std::string("\x7f\0\0\1", 4));
  EXPECT_EQ(parse_name("0:0::1")->text, "::1") << "one spelling";
  for (const auto* text : {"", ".", "a..b", "a.", "-a.b", "a-.b", "*.example.com", "a_b.c", "a b", "a,DNS:evil", "1.2.3",
                           "300.1.1.1", "a\n", "\xc3\xa4.de"})
    EXPECT_EQ(parse_name(text), std::nullopt) << text;
  EXPECT_EQ(parse_name(std::string(64, 'a')), std::nullopt);
  std::string huge;
  while (huge.size() < 254) huge += "abcdefgh.";
  EXPECT_EQ(parse_name(huge + "x"), std::nullopt);
}

TEST(Name, ConstraintsAdmitADomainAndWhatIsBelow) {
  const Constraints some{{"example.com"}, {"10.0.0.0/8", "::1/128"}};
  for (const auto* text : {"example.com", "a.b.example.com", "10.9.8.7", "::1"})
    EXPECT_TRUE(some.permit(*parse_name(text))) << text;
  for (const auto* text : {"anexample.com", "com", "example.com.evil", "11.0.0.1", "::2", "127.0.0.1"})
    EXPECT_FALSE(some.permit(*parse_name(text))) << text;
  EXPECT_EQ(some.extension(),
            "critical,permitted;email:.invalid,permitted;DNS:example.com,permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:::1/"
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

TEST(Name, WhereNoAddressIsAdmittedAllAreExcluded) {
  const Constraints names{{"example.com"}, {}};
  EXPECT_FALSE(names.permit(*parse_name("10.0.0.1")));
  EXPECT_NE(names.extension().find("excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0"), std::string::npos);
}

TEST(Name, NetworksHaveNoBitsBesideTheMask) {
  EXPECT_TRUE(parse_network("0.0.0.0/0"));
  for (const auto* text : {"10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "x/8", "::/129"})
    EXPECT_FALSE(parse_network(text)) << text;
}

}  // namespace
}  // namespace chittyregister

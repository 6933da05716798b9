#include "scope.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace chitty::auth {
namespace {

TEST(Scope, a_list_comes_as_an_array_or_as_one_text) {
  const Scopes two{"chittyid:read", "chittyverify:write"};
  EXPECT_EQ(scopes_of(json::array{"chittyid:read", "chittyverify:write", "chittyid:read"}).value(), two);
  EXPECT_EQ(scopes_of("chittyid:read chittyverify:write").value(), two);
  EXPECT_EQ(scopes_of("chittyid:read,chittyverify:write").value(), two);
  EXPECT_EQ(scopes_of("chittyid:* admin:*").value(), (Scopes{"chittyid:*", "admin:*"}));
}

TEST(Scope, what_is_none_is_refused_by_its_name) {
  for (const auto* wrong : {"chittyid", ":read", "chittyid:", "chittyid:re ad:x", "*:read", "*", "*:*", "chittyid:**",
                            "Chittyid:read", "chittyid:read'--", "../id:read", "chittyid:read;", "chitty%69d:read"}) {
    const auto refused = scopes_of(json::array{"chittyid:read", wrong});
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().code, Code::invalid_argument);
    EXPECT_NE(refused.error().message.find(wrong), std::string::npos) << refused.error().message;
  }
  for (const json::value& wrong : {json::value(), json::value(""), json::value(7), json::value(json::array()),
                                   json::value(json::array{7}), json::value(json::object{{"a", 1}})})
    EXPECT_FALSE(scopes_of(wrong)) << json::serialize(wrong);
  json::array many;
  for (int i = 0; i < 65; ++i) many.push_back(json::value("acme:a" + std::to_string(i)));
  EXPECT_NE(scopes_of(many).error().message.find("64"), std::string::npos);
  EXPECT_FALSE(scopes_of(json::array{json::value("acme:" + std::string(65, 'a'))}));
}

TEST(Scope, a_wildcard_covers_its_service_and_admin_everything) {
  EXPECT_TRUE(covers({"chittyid:read"}, "chittyid:read"));
  EXPECT_TRUE(covers({"chittyid:*"}, "chittyid:read"));
  EXPECT_TRUE(covers({"chittyid:*"}, "chittyid:*"));
  EXPECT_TRUE(covers({"admin:*"}, "chittyid:*"));
  EXPECT_TRUE(covers({"admin:*"}, "admin:*"));
  EXPECT_TRUE(covers({"chittyid:read", "chittyverify:write"}, "chittyverify:write"));
}

TEST(Scope, nothing_more_than_that_is_covered) {
  EXPECT_FALSE(covers({}, "chittyid:read"));
  EXPECT_FALSE(covers({"chittyid:read"}, "chittyid:write"));
  EXPECT_FALSE(covers({"chittyid:read"}, "chittyid:*"));
  EXPECT_FALSE(covers({"chitty:*"}, "chittyid:read"));
  EXPECT_FALSE(covers({"chittyid:*"}, "chitty:read"));
  EXPECT_FALSE(covers({"chittyid:*"}, "admin:*"));
  EXPECT_FALSE(covers({"chittyid:re"}, "chittyid:read"));
  EXPECT_FALSE(covers({"admin:read"}, "chittyid:read"));
}

TEST(Scope, what_cannot_be_handed_on_is_named) {
  EXPECT_TRUE(covers_all({"chittyid:*"}, {"chittyid:read", "chittyid:generate"}));
  const auto refused = covers_all({"chittyid:*"}, {"chittyid:read", "chittyverify:write"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::permission_denied);
  EXPECT_EQ(refused.error().details.at("scope"), "chittyverify:write");
  EXPECT_NE(refused.error().message.find("chittyverify:write"), std::string::npos);
}

TEST(Scope, requests_an_hour_are_those_of_the_wire_reference) {
  EXPECT_EQ(requests_an_hour({"admin:*"}), 10'000);
  EXPECT_EQ(requests_an_hour({"chittyid:*"}), 5'000);
  EXPECT_EQ(requests_an_hour({"a:a", "a:b", "a:c", "a:d"}), 1'000);
  EXPECT_EQ(requests_an_hour({"a:a", "a:b", "a:c"}), 100);
}

TEST(ScopeList, is_words_parted_by_blanks_each_once) {
  EXPECT_EQ(scope_text(parse_scopes("openid  acme:read acme:* acme:read").value()), "openid acme:read acme:*");
  EXPECT_TRUE(parse_scopes("")->empty());
  for (const char* bad : {"acme", "acme:", ":read", "*", "*:*", "acme:read\nadmin:*", "Acme:read", "acme:re*", "a:b:c",
                          "profile", "acme:read,acme:write"})
    EXPECT_FALSE(parse_scopes(bad)) << bad;
  std::string many;
  for (int i = 0; i < 65; ++i) many += "acme:a" + std::to_string(i) + " ";
  EXPECT_FALSE(parse_scopes(many));
}

}  // namespace
}  // namespace chitty::auth

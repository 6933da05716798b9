#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "../integrations/operations.hpp"
#include "item.hpp"
#include "signature.hpp"

namespace chittyconnect {
namespace {

namespace json = boost::json;

// GitHub's own example (docs.github.com, Validating webhook deliveries).
TEST(Signature, is_that_of_GitHubs_example) {
  constexpr auto secret = "It's a Secret to Everybody", body = "Hello, World!";
  const std::string right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  EXPECT_EQ(github::signature_of(secret, body), right);
  EXPECT_TRUE(github::is_signed(secret, body, right));
  EXPECT_FALSE(github::is_signed(secret, "Hello, World", right));
  EXPECT_FALSE(github::is_signed("another", body, right));
  EXPECT_FALSE(github::is_signed(secret, body, right.substr(0, 70)));
  EXPECT_FALSE(github::is_signed(secret, body, ""));
}

TEST(Item, is_taken_only_with_a_number_and_a_time) {
  const auto whole = json::parse(R"({"number":7,"title":"A","state":"open","html_url":"u","user":{"login":"octocat"},"updated_at":"2026-11-01T00:00:00Z"})").as_object();
  const auto item = github::item_in(whole, "issue");
  ASSERT_TRUE(item);
  EXPECT_EQ(item->author + item->kind, "octocatissue");
  EXPECT_FALSE(github::item_in(json::parse(R"({"number":"7","updated_at":"2026-11-01T00:00:00Z"})").as_object(), "issue"));
  EXPECT_FALSE(github::item_in(json::parse(R"({"number":7,"updated_at":"soon"})").as_object(), "issue"));
}

TEST(Operations, of_a_description_are_all_that_may_be_asked) {
  const json::array all{"GET /pets", "GET /pets/{id}", "POST /pets"};
  EXPECT_TRUE(integrations::allows(all, "GET", "/pets/7?x=1"));
  EXPECT_FALSE(integrations::allows(all, "DELETE", "/pets/7"));
  EXPECT_FALSE(integrations::allows(all, "GET", "/pets/7/more"));
  EXPECT_FALSE(integrations::allows(all, "GET", "/pets/"));
  EXPECT_TRUE(integrations::allows({}, "GET", "/anything"));
  EXPECT_EQ(integrations::nearest(all, "/pet"), "GET /pets");
}

}  // namespace
}  // namespace chittyconnect

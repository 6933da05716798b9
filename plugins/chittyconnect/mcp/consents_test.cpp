#include "consents.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "pages.hpp"

namespace chittyconnect::mcp {
namespace {

std::string sha256(std::string_view text) {
  std::string digest(32, '\0');
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(), nullptr);
  return digest;
}

struct ConsentsTest : ::testing::Test {
  Consents consents{sha256, std::string(32, 'k')};
  Consents::Call call{"person", "tools/call", "thing_delete", {{"id", "7"}, {"hard", true}}};
  std::string state = consents.issue(call, "nonce", 1000);
};

TEST_F(ConsentsTest, is_good_once_whatever_the_order_of_the_arguments) {
  call.arguments = json::parse(R"({"hard":true,"id":"7"})").as_object();
  EXPECT_EQ(consents.redeem(state, call, 2000), "");
  EXPECT_EQ(consents.redeem(state, call, 2000), "it was used already");
}

TEST_F(ConsentsTest, is_bound_to_caller_method_tool_arguments_and_time) {
  for (int what = 0; what < 4; ++what) {
    auto other = call;
    if (what == 0) other.caller = "another";
    if (what == 1) other.method = "prompts/get";
    if (what == 2) other.name = "thing_make";
    if (what == 3) other.arguments["id"] = "8";
    EXPECT_EQ(consents.redeem(state, other, 2000), "it was given for another request") << what;
  }
  EXPECT_EQ(consents.redeem(state, call, 1000 + 5 * 60 * 1000), "it has expired");
}

TEST_F(ConsentsTest, cannot_be_made_by_anybody_else) {
  const Consents other{sha256, std::string(32, 'x')};
  for (const auto& forged : {other.issue(call, "nonce", 1000), std::string(), std::string("."), state + "A", "A" + state, state.substr(0, state.find('.')), std::string(5000, 'a')})
    EXPECT_EQ(consents.redeem(forged, call, 2000), "it is not one of this server");
}

json::array numbers(int count, std::size_t size) {
  json::array out;
  for (int i = 0; i < count; ++i) out.push_back({{"n", i}, {"text", std::string(size, 'x')}});
  return out;
}

TEST(Pages, a_long_list_comes_page_by_page_and_whole) {
  int made = 0;
  Pages pages([&] { return "id" + std::to_string(++made); });
  auto page = pages.first("me", numbers(200, 1000), 0);
  std::size_t count = page.at("records").as_array().size();
  EXPECT_LT(json::serialize(page).size(), page_bytes + 2000);
  for (int rounds = 0; page.at("more").as_bool() && rounds < 100; ++rounds) {
    const std::string cursor(page.at("nextCursor").as_string());
    EXPECT_FALSE(pages.next("another", cursor, 1));
    page = *pages.next("me", cursor, 1);
    EXPECT_EQ(page.at("records").as_array()[0].at("n"), static_cast<std::int64_t>(count));
    count += page.at("records").as_array().size();
  }
  EXPECT_EQ(count, 200U);
}

TEST(Pages, a_short_one_is_not_kept_a_cursor_of_nothing_is_none_and_all_expire) {
  Pages pages([] { return std::string("id"); });
  EXPECT_FALSE(pages.first("me", numbers(2, 10), 0).contains("nextCursor"));
  for (const auto* cursor : {"", ".", "id", "id.", "id.x", "id.1", "id.99999999999999999999999"}) EXPECT_FALSE(pages.next("me", cursor, 1)) << cursor;
  const auto page = pages.first("me", std::string(page_bytes, 'a') + "ä" + std::string(10, 'b'), 0);
  const std::string cursor(page.at("nextCursor").as_string());
  EXPECT_TRUE(pages.next("me", cursor, 1));
  EXPECT_FALSE(pages.next("me", "id." + std::to_string(page_bytes + 1), 1));  // within a character
  EXPECT_FALSE(pages.next("me", cursor, 10 * 60 * 1000));
}

}  // namespace
}  // namespace chittyconnect::mcp

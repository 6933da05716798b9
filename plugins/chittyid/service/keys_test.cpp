#include "../testing/testing.hpp"

#include <chitty/jws.hpp>
#include <chitty/members.hpp>

namespace chitty::id::testing {
namespace {

class Keys : public ServiceTest {
 protected:
  json::object issued() { return send("issue-credential", {{"type", "Member"}}).body; }
  static std::string kid_of(const json::object& credential) {
    return text_in(parse_jws(credential.at("jwt").as_string())->header, "kid");
  }
  bool valid(const json::object& credential) {
    return send("verify-token", {{"jwt", credential.at("jwt")}}).body.at("valid").as_bool();
  }
};

TEST_F(Keys, what_the_old_one_signed_stays_good_and_the_new_one_signs) {
  const auto before = issued();
  ++now;
  const auto rotated = send("rotate-key", {{"reason", "yearly"}});
  ASSERT_EQ(rotated.status, 200) << rotated.text;
  EXPECT_EQ(rotated.body.at("previous"), json::value(kid_of(before)));
  EXPECT_EQ(rotated.events.at(0).at("type"), "key.rotated");
  EXPECT_EQ(rotated.events.at(0).at("data").at("reason"), "yearly");
  const auto after = issued();
  EXPECT_EQ(rotated.body.at("kid"), json::value(kid_of(after)));
  EXPECT_NE(kid_of(after), kid_of(before));
  EXPECT_TRUE(valid(before));
  EXPECT_TRUE(valid(after));
  EXPECT_EQ(get("jwks").body.at("keys").as_array().size(), 2u);
  EXPECT_EQ(get("did-document", {{"did", before.at("issuer")}}).body.at("assertionMethod").as_array().size(), 2u);
}

TEST_F(Keys, one_that_is_retired_cannot_sign_any_more) {
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM id_keys WHERE jwk LIKE '%\"d\":%'"), 1);
  send("rotate-key", {});
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM id_keys"), 2);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM id_keys WHERE jwk LIKE '%\"d\":%' AND status = 'active'"), 1);
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM id_keys WHERE jwk LIKE '%\"d\":%' AND status = 'retired'"), 0);
}

TEST_F(Keys, no_answer_has_anything_of_the_private_half) {
  std::string secret;
  auto take = [&](std::string_view row) -> chitty_status {
    return secret = std::string(json::parse(json::parse(row).at("jwk").as_string()).at("d").as_string()), CHITTY_OK;
  };
  const auto sink = abi::sink_to_function(take);
  ASSERT_TRUE(run_sql("SELECT jwk FROM id_keys", {}, &sink));
  ASSERT_EQ(secret.size(), 43u);
  const auto did = issued().at("issuer");
  const auto list = get("list-keys").text, jwks = get("jwks").text, document = get("did-document", {{"did", did}}).text;
  const auto rotated = send("rotate-key", {});
  for (const auto& text : {list, jwks, document, rotated.text, json::serialize(rotated.events)}) {
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(text.find(secret), std::string::npos);
    EXPECT_EQ(text.find("\"d\""), std::string::npos);
  }
}

TEST_F(Keys, the_list_tells_which_one_signs) {
  send("rotate-key", {});
  const auto keys = get("list-keys").body.at("keys").as_array();
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].at("status"), "active");
  EXPECT_EQ(keys[0].at("retired_at"), nullptr);
  EXPECT_EQ(keys[1].at("status"), "retired");
  EXPECT_EQ(keys[1].at("retired_at"), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(keys[1].at("algorithm"), "EdDSA");
}

TEST_F(Keys, the_same_request_rotates_once) {
  const Incoming order{.handler = "rotate-key", .method = "POST", .headers = {{"idempotency-key", "r"}}};
  EXPECT_EQ(ask(order).body.at("kid"), ask(order).body.at("kid"));
  EXPECT_EQ(number_in_store("SELECT COUNT(*) FROM id_keys"), 2);
}

// Whatever of the host fails, and wherever: there is always one key that signs.
TEST_F(Keys, a_failure_anywhere_leaves_one_that_signs) {
  const auto rotate = [](std::uint64_t) { return testkit::Incoming{.handler = "rotate-key", .method = "POST"}; };
  for_each_failure(rotate, [&](const testkit::Answered&) {
    ASSERT_EQ(number_in_store("SELECT COUNT(*) FROM id_keys WHERE status = 'active'"), 1);
    ASSERT_EQ(issued().at("status"), "active");
  });
}

}  // namespace
}  // namespace chitty::id::testing

// Keys are kept for a day. One who comes back later gets the identity that was minted for them then, and no second one.
#include "../testing/service.hpp"

namespace chitty::auth::testing {
namespace {

class TakenUpLater : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    become("", json::array());  // the route is public
    // The identity is minted, and the answer does not arrive.
    peers.on("POST", "/chittyid/mint").fail(Code::unreachable, "The connection broke off.");
    EXPECT_NE(enrol().status, 201);
    key = text_in(asked.at(0).headers, "Idempotency-Key");
    asked.clear(), peers = Replies();
  }
  Answered enrol() { return send("register", {{"email", "ada@example.com"}}); }
  static std::int64_t pending() {
    return number_in_store("SELECT COUNT(*) FROM auth_registrations WHERE status = 'pending'");
  }
  static std::string list(const std::string& more = {}) {
    return "/chittyid/api/v2/chittyid/list?mine=true&since=2026-11-23T13%3A59%3A10.123Z&limit=200" + more;
  }
  static json::object minted(const std::string& did, const std::string& registration) {
    return {{"did", did}, {"entity", "P"}, {"metadata", {{"name", "x"}, {"registration", registration}}}};
  }
  std::string key;
};

TEST_F(TakenUpLater, the_identity_is_found_again_and_not_minted_twice) {
  now += 25 * 3'600'000;
  peers.on("GET", list())
      .answer(200,
              {{"identities", {minted("did:chitty:bob", "reg_another")}}, {"metadata", {{"nextCursor", "an-id"}}}});
  peers.on("GET", list("&cursor=an-id"))
      .answer(200, {{"identities", {minted("did:chitty:ada", key)}}, {"metadata", {{"nextCursor", nullptr}}}});
  const auto done = enrol();
  ASSERT_EQ(done.status, 201) << done.text;
  EXPECT_EQ(done.body.at("registration").at("did"), "did:chitty:ada");
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].method + asked[1].method, "GETGET");
  EXPECT_EQ(asked[0].flags, CHITTY_PEER_AS_SERVICE);
}

TEST_F(TakenUpLater, what_was_never_minted_is_minted_then) {
  now += 25 * 3'600'000;
  peers.on("GET", list()).answer(200, {{"identities", json::array()}, {"metadata", {{"nextCursor", nullptr}}}});
  peers.on("POST", "/chittyid/mint").answer(200, {{"did", "did:chitty:ada"}, {"entity", "P"}});
  EXPECT_EQ(enrol().status, 201);
  EXPECT_EQ(text_in(asked.at(1).headers, "Idempotency-Key"), key);
}

TEST_F(TakenUpLater, while_nobody_can_say_what_was_minted_nothing_is) {
  now += 25 * 3'600'000;
  peers.on("GET", list()).answer(403, {{"success", false}, {"message", "No."}});
  EXPECT_NE(enrol().status, 201);
  peers = Replies();
  peers.on("GET", list()).answer(200, {{"success", true}});
  EXPECT_NE(enrol().status, 201);
  for (const auto& request : asked) EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(pending(), 1);
}

TEST_F(TakenUpLater, within_the_day_the_key_is_enough) {
  now += 11 * 3'600'000;
  peers.on("POST", "/chittyid/mint").answer(200, {{"did", "did:chitty:ada"}, {"entity", "P"}});
  EXPECT_EQ(enrol().status, 201);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(text_in(asked[0].headers, "Idempotency-Key"), key);
}

}  // namespace
}  // namespace chitty::auth::testing

// Requests for verification: each amount is somewhere, at every moment, and moves once.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittytrust {
namespace {

using namespace chitty;

struct Marketplace : testkit::ServiceTest {
  void SetUp() override {
    ServiceTest::SetUp();
    EXPECT_EQ(send("deposit", {{"account", "ada"}, {"amount", "100"}}).status, 200);
  }
  void TearDown() override { expect_sums(); }

  void as(const std::string& who) {
    caller = who;
    scopes = who == "owner" ? json::array{"*"} : json::array{"chittytrust:read", "chittytrust:write"};
  }
  testkit::Answered request(const std::string& who, json::object more = {}) {
    as(who);
    json::object body{{"entity", "carol"}, {"reward_amount", "10"}};
    for (auto& [name, value] : more) body[name] = value;
    return send("request-verification", body);
  }
  std::string requested(const std::string& who, json::object more = {}) {
    const auto answered = request(who, std::move(more));
    EXPECT_EQ(answered.status, 201) << answered.text;
    return text_in(answered.body, "id");
  }
  testkit::Answered act(const std::string& who, const std::string& what, const std::string& id, const json::object& body = {}) {
    as(who);
    return ask({.handler = what + "-request", .method = "POST", .body = body.empty() ? "" : json::serialize(body), .parameters = {{"id", id}}});
  }
  std::string balance(const std::string& who) {
    as(who);
    return text_in(get("balance").body, "balance");
  }
  std::string status(const std::string& id) {
    as("owner");
    return text_in(get("show-request", {{"id", id}}).body.at("request"), "status");
  }
  void expect_sums() {
    as("owner");
    const auto ledger = get("ledger").body;
    EXPECT_EQ(text_in(ledger, "sum"), "0.00");
    EXPECT_EQ(text_in(ledger, "inEscrow"), text_in(ledger, "inRequests"));
  }
  double score_of(const std::string& who) {
    as("owner");
    return get("score", {{"entity", who}}).body.at("data").at("chittyScore").to_number<double>();
  }
};

TEST_F(Marketplace, AnAmountGoesFromRequesterToEscrowToVerifier) {
  const auto id = requested("ada");
  EXPECT_EQ(balance("ada"), "90.00");
  EXPECT_EQ(act("bob", "accept", id).status, 200);
  expect_sums();
  EXPECT_EQ(act("bob", "complete", id, {{"outcome", "confirmed"}}).status, 200);
  EXPECT_EQ(balance("bob"), "10.00");
  EXPECT_EQ(status(id), "completed");
}

TEST_F(Marketplace, WhatTheOwnerLacksIsIssuedAsADeposit) {
  requested("owner");
  EXPECT_EQ(balance("owner"), "0.00");
  as("owner");
  EXPECT_EQ(text_in(get("ledger").body, "issued"), "110.00") << "100 of them were ada's";
  const auto transfers = get("list-transfers").body.at("transfers").as_array();
  ASSERT_EQ(transfers.size(), 3u);
  EXPECT_EQ(text_in(transfers[1], "kind"), "deposit");
  EXPECT_EQ(request("owner", {{"reward_amount", "0"}}).status, 400);
}

TEST_F(Marketplace, ANewAccountBeginsWithAHundredOnce) {
  requested("emil", {{"reward_amount", "60"}});
  EXPECT_EQ(balance("emil"), "40.00");
  EXPECT_EQ(request("emil", {{"reward_amount", "60"}}).status, 409);
  EXPECT_EQ(request("ada", {{"reward_amount", "101"}}).status, 409) << "ada's account had a deposit";
  EXPECT_EQ(request("fritz", {{"reward_amount", "101"}}).status, 409);
  EXPECT_EQ(balance("fritz"), "0.00") << "with the request its beginning was undone";
}

TEST_F(Marketplace, TheSecondToAcceptIsTooLate) {
  const auto id = requested("ada");
  EXPECT_EQ(act("bob", "accept", id).status, 200);
  EXPECT_EQ(act("dora", "accept", id).status, 404) << "what is accepted is others' no more";
  EXPECT_EQ(act("owner", "accept", id).status, 409);
  const auto again = act("bob", "accept", id);
  EXPECT_EQ(again.status, 409);
  EXPECT_NE(again.text.find("was accepted already"), std::string::npos) << again.text;
  EXPECT_EQ(act("bob", "complete", id).status, 200);
  EXPECT_EQ(act("bob", "complete", id).status, 409);
  EXPECT_EQ(balance("bob"), "10.00") << "once";
}

TEST_F(Marketplace, NobodyVerifiesWhatIsTheirs) {
  const auto id = requested("ada");
  EXPECT_EQ(act("ada", "accept", id).status, 403);
  EXPECT_EQ(act("carol", "accept", id).status, 403) << "herself";
  EXPECT_EQ(request("ada", {{"verifier", "ada"}}).status, 400);
  EXPECT_EQ(request("ada", {{"verifier", "carol"}}).status, 400);
  EXPECT_EQ(act("bob", "complete", id).status, 409) << "not accepted yet";
}

TEST_F(Marketplace, ARequestForOneVerifierIsSeenByNobodyElse) {
  const auto id = requested("ada", {{"verifier", "bob"}});
  EXPECT_EQ(act("dora", "accept", id).status, 404);
  as("dora");
  EXPECT_EQ(get("list-requests").body.at("requests").as_array().size(), 0u);
  as("bob");
  EXPECT_EQ(get("list-requests").body.at("requests").as_array().size(), 1u);
  EXPECT_EQ(act("bob", "accept", id).status, 200);
  EXPECT_EQ(act("ada", "complete", id).status, 403) << "only the verifier says what was found";
}

TEST_F(Marketplace, AmountsThatAreNoneAreRefusedAndNothingMoves) {
  const std::pair<json::value, const char*> wrong[] = {{"0", "it is zero"}, {"-5", "it is negative"}, {"1.001", "it has more than two decimals"}, {"1000001", "at most 1000000.00"}, {"ten", "expected a number"}, {-5, "it is negative"}};
  for (const auto& [amount, why] : wrong) {
    const auto answered = request("ada", {{"reward_amount", amount}});
    EXPECT_EQ(answered.status, 400) << answered.text;
    EXPECT_NE(text_in(answered.body, "message").find(why), std::string::npos) << answered.text;
  }
  EXPECT_EQ(request("ada", {{"reward_amount", 1.5}}).status, 400) << "a number that JSON may round";
  const auto poor = request("ada", {{"reward_amount", "100.01"}});
  EXPECT_EQ(poor.status, 409);
  EXPECT_EQ(text_in(poor.body, "message"), "The balance of ada is 100.00, and 100.01 is needed.");
  EXPECT_EQ(balance("ada"), "100.00");
}

TEST_F(Marketplace, WhatIsCancelledOrTooLateGoesBack) {
  const auto one = requested("ada"), two = requested("ada", {{"deadline", "2026-11-23T15:59:00Z"}}), three = requested("ada", {{"deadline", "2026-11-23T15:59:00Z"}});
  EXPECT_EQ(balance("ada"), "70.00");
  EXPECT_EQ(act("bob", "cancel", one).status, 403);
  EXPECT_EQ(act("ada", "cancel", one).status, 200);
  EXPECT_EQ(act("ada", "cancel", one).status, 409);
  EXPECT_EQ(act("bob", "accept", two).status, 200);
  EXPECT_EQ(act("ada", "cancel", two).status, 409) << "it was accepted";
  now += 3'600'000;
  const auto late = act("bob", "complete", two);
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(late.text.find("deadline passed"), std::string::npos) << late.text;
  EXPECT_NE(late.text.find("10.00 went back to the requester"), std::string::npos) << late.text;
  EXPECT_EQ(balance("ada"), "100.00");
  EXPECT_EQ(status(two) + status(three), "expiredexpired");
}

TEST_F(Marketplace, AVerifierGivesARequestBack) {
  const auto id = requested("ada");
  act("bob", "accept", id);
  EXPECT_EQ(act("bob", "cancel", id).status, 200);
  EXPECT_EQ(status(id), "open");
  EXPECT_EQ(act("dora", "accept", id).status, 200);
  EXPECT_EQ(balance("ada"), "90.00");
}

TEST_F(Marketplace, DeadlinesLieWithinAYear) {
  EXPECT_EQ(request("ada", {{"deadline", "2026-11-23T14:59:00Z"}}).status, 400) << "past";
  EXPECT_EQ(request("ada", {{"deadline", "2028-11-23T14:59:00Z"}}).status, 400);
  EXPECT_EQ(request("ada", {{"deadline", "soon"}}).status, 400);
}

TEST_F(Marketplace, TheSameKeyIsTheSameRequestAndAnotherBodyIsNot) {
  as("ada");
  const auto with_key = [&](const char* amount) {
    return ask({.handler = "request-verification", .method = "POST", .body = std::string(R"({"entity":"carol","reward_amount":")") + amount + "\"}", .headers = {{"idempotency-key", "k1"}}});
  };
  const auto first = with_key("10"), again = with_key("10"), other = with_key("20");
  EXPECT_EQ(text_in(first.body, "id"), text_in(again.body, "id"));
  EXPECT_EQ(other.status, 422) << other.text;
  EXPECT_EQ(balance("ada"), "90.00");
}

TEST_F(Marketplace, OnlyFindingsOfTrustedVerifiersCount) {
  const auto by_bob = requested("ada");
  act("bob", "accept", by_bob);
  EXPECT_EQ(act("bob", "complete", by_bob, {{"outcome", "refuted"}}).body.at("request").at("counted"), false);
  EXPECT_EQ(score_of("carol"), 0.0);
  const auto by_owner = requested("ada");
  act("owner", "accept", by_owner);
  EXPECT_EQ(act("owner", "complete", by_owner).body.at("request").at("counted"), true);
  EXPECT_GT(score_of("carol"), 0.0);
}

TEST_F(Marketplace, AWithdrawalTakesNoMoreThanThereIs) {
  as("owner");
  EXPECT_EQ(send("withdraw", {{"account", "ada"}, {"amount", "100.01"}}).status, 409);
  EXPECT_EQ(send("withdraw", {{"account", "@escrow"}, {"amount", "1"}}).status, 400);
  EXPECT_EQ(send("withdraw", {{"account", "ada"}, {"amount", "100"}}).status, 200);
  EXPECT_EQ(text_in(get("ledger").body, "issued"), "0.00");
}

TEST_F(Marketplace, AccountsAndTransfersAreTheirOwnersAlone) {
  as("bob");
  EXPECT_EQ(get("balance", {}, {{"account", "ada"}}).status, 404);
  EXPECT_EQ(get("list-transfers").body.at("transfers").as_array().size(), 0u);
  as("ada");
  EXPECT_EQ(text_in(get("list-transfers").body.at("transfers").at(0), "amount"), "100.00");
}

// Whatever call of the host fails, an amount is in one place.
TEST_F(Marketplace, AFailureOnTheWayLosesNothing) {
  const auto id = requested("ada");
  act("bob", "accept", id);
  as("bob");
  for_each_failure([&](std::uint64_t) { return testkit::Incoming{.handler = "complete-request", .method = "POST", .body = "{}", .parameters = {{"id", id}}}; },
                   [&](const testkit::Answered&) {
                     expect_sums();
                     as("bob");
                   });
  EXPECT_EQ(balance("bob"), "10.00");
}

}  // namespace
}  // namespace chittytrust

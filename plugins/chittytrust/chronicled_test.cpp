#include "chronicled.hpp"

#include <gtest/gtest.h>

namespace chittytrust {
namespace {

using chitty::json::object;

constexpr const char* ada = "did:chitty:03-1-USA-0001-P-2611-0-92";

object event(const char* action, object more = {}) {
  object one{{"id", "e"}, {"timestamp", "2026-11-23T14:00:00.000Z"}, {"action", action}, {"service", "chittycases"}, {"recorded_by", "chittycases"}, {"user_id", "bob"}, {"subject", nullptr}, {"status", "success"}, {"metadata", object()}};
  for (auto& [name, value] : more) one[name] = value;
  return one;
}

TEST(Chronicled, an_event_is_about_its_subject_where_that_is_an_entity_else_about_who_did_it) {
  const auto about_ada = read_chronicled(event("case.decided", {{"subject", ada}})).value();
  EXPECT_EQ(about_ada.entity, ada);
  EXPECT_EQ(about_ada.actor, "bob") << "a connection";
  const auto about_bob = read_chronicled(event("case.decided", {{"subject", "case-7"}})).value();
  EXPECT_EQ(about_bob.entity, "bob");
  EXPECT_EQ(about_bob.actor, "");
}

TEST(Chronicled, words_of_the_type_and_the_status_say_what_it_was) {
  const std::pair<const char*, const char*> types[] = {{"case.dispute_resolved", "dispute_resolution"}, {"dispute.opened", "dispute"}, {"peer.endorsed", "endorsement"}, {"identity.minted", "verification"}, {"payment.sent", "transaction"}, {"case.decided", "interaction"}};
  for (const auto& [action, type] : types) EXPECT_EQ(read_chronicled(event(action)).value().type, type) << action;
  EXPECT_EQ(read_chronicled(event("a.b")).value().outcome, "positive");
  EXPECT_EQ(read_chronicled(event("a.b", {{"status", "failed"}})).value().outcome, "negative");
  EXPECT_EQ(read_chronicled(event("a.b", {{"status", "pending"}})).value().outcome, "pending");
  EXPECT_EQ(read_chronicled(event("a.b")).value().channel, "verified_api");
}

TEST(Chronicled, an_event_may_say_so_itself) {
  const auto said = read_chronicled(event("a.b", {{"metadata", {{"trust", {{"event_type", "endorsement"}, {"outcome", "neutral"}, {"channel", "email"}, {"tags", {"justice", 7}}}}}}})).value();
  EXPECT_EQ(said.type + said.outcome + said.channel, "endorsementneutralemail");
  EXPECT_EQ(said.tags, std::vector<std::string>{"justice"});
  const auto nonsense = read_chronicled(event("a.b", {{"metadata", {{"trust", {{"event_type", "x"}, {"outcome", 7}}}}}})).value();
  EXPECT_EQ(nonsense.type + nonsense.outcome, "interactionpositive");
}

TEST(Chronicled, nobody_raises_themselves_by_what_they_log) {
  EXPECT_FALSE(read_chronicled(event("a.b", {{"recorded_by", "bob"}}))) << "of oneself";
  EXPECT_FALSE(read_chronicled(event("a.b", {{"recorded_by", "bob"}, {"subject", ada}}))) << "of another";
  const auto by_the_owner = read_chronicled(event("a.b", {{"recorded_by", "owner"}})).value();
  EXPECT_EQ(by_the_owner.channel, "other") << "logged by hand";
  EXPECT_FALSE(read_chronicled(event("verification.completed", {{"recorded_by", "chittytrust"}}))) << "kept by trust itself";
}

TEST(Chronicled, traffic_is_no_conduct) {
  for (const auto* action : {"token.refreshed", "oauth.allowed", "session.synced", "gate.refused", "limit.set", "chronicle.pruned"}) EXPECT_FALSE(read_chronicled(event(action))) << action;
  EXPECT_FALSE(read_chronicled(event("a.b", {{"user_id", nullptr}}))) << "about nobody";
}

TEST(Chronicled, credentials_that_others_issued_are_facts) {
  const object data{{"credential", "c1"}, {"type", "GovernmentId"}};
  const auto issued = read_chronicled(event("credential.issued", {{"subject", ada}, {"metadata", data}})).value();
  EXPECT_EQ(issued.fact, Chronicled::Fact::credential_issued);
  EXPECT_EQ(issued.credential + " " + issued.credential_type, "c1 government_id");
  EXPECT_EQ(read_chronicled(event("credential.issued", {{"subject", ada}, {"user_id", ada}, {"metadata", data}})).value().fact, Chronicled::Fact::none) << "to oneself";
  EXPECT_EQ(read_chronicled(event("credential.issued", {{"subject", ada}, {"recorded_by", "owner"}, {"metadata", data}})).value().fact, Chronicled::Fact::none) << "logged by hand";
  EXPECT_EQ(read_chronicled(event("credential.revoked", {{"subject", ada}, {"metadata", data}})).value().fact, Chronicled::Fact::credential_revoked);
  EXPECT_EQ(read_chronicled(event("identity.minted", {{"subject", ada}})).value().fact, Chronicled::Fact::created);
}

}  // namespace
}  // namespace chittytrust

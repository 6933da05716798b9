// Scores over the service's routes: what is given, what is kept, who sees what.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittytrust {
namespace {

using namespace chitty;

constexpr const char* ada = "did:chitty:03-1-USA-0001-P-2611-0-92";

json::object event(const std::string& id, json::object more = {}) {
  json::object one{{"id", id}, {"entity_id", "ada"}, {"event_type", "interaction"}, {"timestamp", "2026-11-20T12:00:00Z"}, {"channel", "email"}, {"outcome", "positive"}};
  for (auto& [name, value] : more) one[name] = value;
  return one;
}

struct Scoring : testkit::ServiceTest {
  testkit::Answered calculate(const json::object& body) { return send("calculate", body); }
  static json::object of_ada(json::array events) { return {{"entity", {{"id", "ada"}}}, {"events", std::move(events)}}; }
  json::object scored(const json::object& body) {
    const auto answered = calculate(body);
    EXPECT_EQ(answered.status, 200) << answered.text;
    return answered.status == 200 ? answered.body.at("data").as_object() : json::object();
  }
  std::string refusal(const json::object& body) {
    const auto answered = calculate(body);
    EXPECT_EQ(answered.status, 400) << answered.text;
    return text_in(answered.body, "message");
  }
  void as(const std::string& who, json::array with = {"chittytrust:read", "chittytrust:write"}) { caller = who, scopes = std::move(with); }
};

TEST_F(Scoring, AnEntityOfWhichNothingIsKnownHasNoPoints) {
  const auto score = scored({{"entity", {{"id", ada}}}});
  EXPECT_EQ(score.at("composite_score"), 0.0);
  EXPECT_EQ(score.at("trust_level"), "L0_ANONYMOUS");
  EXPECT_EQ(score.at("basis"), "recorded") << "there is no chronicle here";
  EXPECT_EQ(calculate({{"entity", {{"id", ada}}}}).body.at("persisted"), nullptr) << "nothing is kept of whoever is only asked about";
  EXPECT_EQ(get("history", {{"entity", ada}}).status, 404);
}

TEST_F(Scoring, TheOwnerKeepsWhatIsGivenAndOthersComputeWithIt) {
  const auto kept = calculate(of_ada({event("e1"), event("e2")}));
  EXPECT_EQ(kept.body.at("persisted").at("events_inserted"), 2);
  EXPECT_EQ(get("history", {{"entity", "ada"}}).body.at("data").as_array().size(), 1u);
  as("bob");
  const auto computed = calculate(of_ada({event("e3"), event("e4"), event("e5")}));
  EXPECT_EQ(computed.body.at("persisted"), nullptr);
  EXPECT_EQ(computed.body.at("data").at("eventsCounted"), 3) << "with what is given alone";
  EXPECT_EQ(scored({{"entity", {{"id", "ada"}}}}).at("eventsCounted"), 2) << "another's score is public";
}

TEST_F(Scoring, WithoutAnEntityItIsTheCallersOwn) {
  as(ada);
  EXPECT_EQ(text_in(scored({}), "entity_id"), ada);
  EXPECT_EQ(text_in(scored({{"entity", {{"id", "03-1-USA-0001-P-2611-0-92"}}}}), "entity_id"), ada) << "without its prefix";
}

TEST_F(Scoring, AnEventCountsOnceHoweverOftenItComes) {
  EXPECT_EQ(scored(of_ada({event("e1"), event("e1")})).at("eventsCounted"), 1);
  EXPECT_EQ(calculate(of_ada({event("e1")})).body.at("persisted").at("events_inserted"), 0);
  EXPECT_EQ(refusal(of_ada({event("e1"), event("e1", {{"outcome", "negative"}})})), "there are two different events with the ID e1");
}

TEST_F(Scoring, TheOrderInWhichEventsComeDoesNotMatter) {
  as("bob");
  const json::array some{event("a", {{"channel", "sms"}}), event("b", {{"channel", "blockchain"}}), event("c", {{"timestamp", "2026-01-01T00:00:00Z"}, {"outcome", "negative"}})};
  const auto forward = calculate(of_ada({some[0], some[1], some[2]})).body, backward = calculate(of_ada({some[2], some[1], some[0]})).body;
  EXPECT_EQ(forward.at("data"), backward.at("data"));
}

TEST_F(Scoring, ForeignAndFutureEventsAreRefused) {
  EXPECT_EQ(refusal(of_ada({event("e1", {{"entity_id", "bob"}})})), "the event e1 is about bob, not about ada");
  EXPECT_EQ(refusal(of_ada({event("e1", {{"timestamp", "2026-11-24T00:00:00Z"}})})), "the time of the event e1 is in the future: 2026-11-24T00:00:00Z");
  EXPECT_EQ(refusal(of_ada({event("e1", {{"timestamp", "yesterday"}})})), "invalid time 'yesterday' as the time of the event e1");
  EXPECT_EQ(refusal({{"at", "2027-01-01T00:00:00Z"}}), "the time of the score is in the future: 2027-01-01T00:00:00Z");
  EXPECT_EQ(refusal({{"entity", {{"id", "a b"}}}}), "invalid entity 'a b'");
}

TEST_F(Scoring, AMillionEventsAreForTheImportAndNotForOneRequest) {
  json::array many;
  for (int i = 0; i < 10'001; ++i) many.push_back(event("e" + std::to_string(i)));
  EXPECT_EQ(calculate(of_ada(many)).status, 400);
  many.pop_back();
  EXPECT_EQ(scored(of_ada(std::move(many))).at("eventsCounted"), 10'000);
}

TEST_F(Scoring, NumbersThatAreNoneAreRefused) {
  for (const auto& [name, value] : {std::pair<const char*, json::value>{"impact_score", 11}, {"impact_score", -0.1}, {"event_type", "party"}, {"outcome", "great"}})
    EXPECT_EQ(calculate(of_ada({event("e1", {{name, value}})})).status, 400) << name;
  for (const auto* text : {R"({"entity":{"id":"ada","transparency_level":1e400}})", R"({"entity":{"id":"ada","transparency_level":NaN}})", R"({"entity":{"id":"ada","transparency_level":1.01}})", R"({"entity":{"id":"ada","connections":[{"entity_id":"bob","trust_score":101}]}})", R"({"entity":{"id":"ada","connections":[{"entity_id":"bob","trust_score":-1}]}})"})
    EXPECT_EQ(ask({.handler = "calculate", .method = "POST", .body = text}).status, 400) << text;
  EXPECT_EQ(refusal({{"entity", {{"id", "ada"}, {"connections", json::array{{{"entity_id", "ada"}}}}}}}), "ada cannot be connected with itself");
}

TEST_F(Scoring, AnExplanationIsTheScore) {
  const auto score = scored({{"entity", {{"id", "ada"}, {"identity_verified", true}}}, {"events", {event("e1"), event("e2", {{"outcome", "negative"}})}}, {"explain", true}});
  double sum = 0;
  for (const auto& [name, one] : score.at("explanation").as_object()) {
    sum += one.at("contribution").to_number<double>();
    double parts = 0;
    for (const auto& part : one.at("parts").as_array()) parts += part.at("points").to_number<double>();
    EXPECT_NEAR(parts, one.at("score").to_number<double>(), 0.00501) << std::string(name);
  }
  EXPECT_NEAR(sum, score.at("composite_score").to_number<double>(), 0.00501);
  EXPECT_EQ(text_in(score, "formula"), "chittyscore-6d/2026-05-23");
  EXPECT_EQ(text_in(score.at("explanation").at("source"), "text"), "x 0.15 = 4.5000: identity verified 30.00 of 30");
}

TEST_F(Scoring, AScoreOfThePastKnowsNothingOfWhatCameLater) {
  calculate(of_ada({event("e1", {{"timestamp", "2026-10-01T00:00:00Z"}}), event("e2")}));
  EXPECT_EQ(scored({{"entity", {{"id", "ada"}}}, {"at", "2026-11-01T00:00:00Z"}}).at("eventsCounted"), 1);
  EXPECT_EQ(get("history", {{"entity", "ada"}}).body.at("data").as_array().size(), 1u) << "and is not kept";
}

TEST_F(Scoring, HistoryGrowsWhenAScoreChangesAndOnceADay) {
  calculate(of_ada({event("e1")}));
  scored({{"entity", {{"id", "ada"}}}});
  const auto entries = [&] { return get("history", {{"entity", "ada"}}).body.at("data").as_array(); };
  EXPECT_EQ(entries().size(), 1u);
  calculate(of_ada({event("e2", {{"outcome", "negative"}})}));
  EXPECT_EQ(entries().size(), 2u);
  now += 86'400'001;
  scored({{"entity", {{"id", "ada"}}}});
  EXPECT_EQ(entries().size(), 3u);
  EXPECT_GT(text_in(entries().at(0), "calculated_at"), text_in(entries().at(2), "calculated_at")) << "the newest first";
  as("bob");
  EXPECT_EQ(get("history", {{"entity", "ada"}}).status, 404);
  as("ada");
  EXPECT_EQ(entries().size(), 3u) << "one's own";
}

TEST_F(Scoring, CredentialsCountWhileTheyAreInForce) {
  const auto with = [&](json::object credential) {
    credential["type"] = "government_id";
    return scored({{"entity", {{"id", "ada"}, {"credentials", json::array{credential}}}}}).at("dimension_scores").at("source");
  };
  as("bob");
  EXPECT_EQ(with({}), 30.0);
  EXPECT_EQ(with({{"expires_at", "2026-01-01T00:00:00Z"}}), 0.0);
  EXPECT_EQ(with({{"expires_at", "2036-01-01T00:00:00Z"}}), 30.0);
  EXPECT_EQ(with({{"verification_status", "revoked"}}), 0.0);
}

TEST_F(Scoring, DimensionsThatAreNotAskedForAreLeftOut) {
  const auto score = scored({{"dimensions", {"source", "temporal"}}});
  EXPECT_EQ(score.at("dimension_scores").as_object().size(), 2u);
  const auto one = get("score", {{"entity", "ada"}}, {{"dimension", "justice"}});
  EXPECT_EQ(one.body.at("data").at("scores").as_object().size(), 1u) << one.text;
  EXPECT_EQ(get("score", {{"entity", "ada"}}, {{"dimension", "justise"}}).status, 400);
}

TEST_F(Scoring, ThePersonasAreThoseOfThePublicService) {
  const std::pair<const char*, double> expected[] = {{"alice", 54.03}, {"bob", 23.26}, {"charlie", 16.45}};  // by testing/oracle.py at this time
  for (const auto& [name, composite] : expected) EXPECT_EQ(get("demo", {{"persona", name}}).body.at("data").at("trust_score").at("composite_score"), composite) << name;
  EXPECT_EQ(get("demo", {{"persona", "dora"}}).status, 404);
}

TEST_F(Scoring, LinesThatDoNotFitAreToldAndTheOthersStay) {
  const auto lines = json::serialize(event("e1")) + "\n" + json::serialize(event("e2", {{"impact_score", 11}})) + "\n" + json::serialize(event("e1")) + "\n";
  const auto answered = ask({.handler = "record-events", .method = "POST", .body = lines});
  EXPECT_NE(answered.text.find(R"("result":"recorded")"), std::string::npos) << answered.text;
  EXPECT_NE(answered.text.find(R"("result":"already recorded")"), std::string::npos);
  EXPECT_NE(answered.text.find(R"("success":false)"), std::string::npos);
  EXPECT_EQ(scored({{"entity", {{"id", "ada"}}}}).at("eventsCounted"), 1);
}

}  // namespace
}  // namespace chittytrust

// What the chronicle has is read once, in order, and counted.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittytrust {
namespace {

using namespace chitty;

constexpr const char* ada = "did:chitty:03-1-USA-0001-P-2611-0-92";

struct Reading : testkit::ServiceTest {
  void SetUp() override {
    ServiceTest::SetUp();
    services = json::object{{"chittytrust", json::array()}, {"chittychronicle", json::array()}};
  }
  static json::object event(int seq, const std::string& action, json::object more = {}) {
    json::object one{{"seq", seq}, {"id", "c" + std::to_string(seq)}, {"timestamp", "2026-11-20T12:00:00.000Z"}, {"action", action}, {"service", "chittycases"}, {"recorded_by", "chittycases"}, {"user_id", "bob"}, {"subject", ada}, {"status", "success"}, {"metadata", json::object()}};
    for (auto& [name, value] : more) one[name] = value;
    return one;
  }
  void page(std::int64_t after, const json::array& events) {
    peers.on("GET", "/chittychronicle/events?order=asc&limit=1000&cursor=" + std::to_string(after)).answer(200, events);
  }
  json::object score(const std::string& who = ada) {
    const auto answered = send("calculate", {{"entity", {{"id", who}}}});
    EXPECT_EQ(answered.status, 200) << answered.text;
    return answered.body.at("data").as_object();
  }
};

TEST_F(Reading, EventsAreReadOnceAndTheNextTimeFromBehindThem) {
  page(0, {event(1, "case.decided"), event(2, "token.refreshed"), event(3, "case.dispute_resolved")});
  const auto first = score();
  EXPECT_EQ(first.at("eventsCounted"), 2);
  EXPECT_EQ(first.at("basis"), "chittychronicle");
  EXPECT_EQ(first.at("readUpTo"), 3);
  EXPECT_EQ(first.at("behind"), false);
  peers = testkit::Replies();
  page(3, json::array());
  EXPECT_EQ(score().at("eventsCounted"), 2);
}

TEST_F(Reading, MintingAndCredentialsMakeAProfile) {
  page(0, {event(1, "identity.minted", {{"timestamp", "2025-11-23T12:00:00.000Z"}}), event(2, "credential.issued", {{"metadata", {{"credential", "k"}, {"type", "GovernmentId"}}}})});
  EXPECT_EQ(score().at("dimension_scores").at("source"), 30.0) << "one credential, of the government";
  peers = testkit::Replies();
  page(2, {event(3, "credential.revoked", {{"metadata", {{"credential", "k"}}}})});
  EXPECT_EQ(score().at("dimension_scores").at("source"), 0.0);
}

TEST_F(Reading, WhoActsOnAnotherIsConnectedWithThem) {
  page(0, {event(1, "peer.endorsed")});
  score();
  peers = testkit::Replies();
  page(1, json::array());
  const auto network = send("network", {{"entityId", "bob"}});
  EXPECT_EQ(text_in(network.body.at("nodes").at(1), "id"), ada);
  EXPECT_EQ(text_in(network.body.at("nodes").at(1), "type"), "endorsement");
}

TEST_F(Reading, AFullPageIsNotTheLastAndTwentyAreEnoughForOneRequest) {
  for (int i = 0; i < 20; ++i) {
    json::array events;
    for (int seq = i * 1000 + 1; seq <= (i + 1) * 1000; ++seq) events.push_back(event(seq, "token.used"));
    page(i * 1000, events);
  }
  const auto first = score();
  EXPECT_EQ(first.at("readUpTo"), 20'000);
  EXPECT_EQ(first.at("behind"), true);
}

TEST_F(Reading, WithoutAChronicleNobodyIsAsked) {
  services = json::object{{"chittytrust", json::array()}};
  EXPECT_EQ(score().at("basis"), "recorded");
  EXPECT_TRUE(asked.empty());
}

TEST_F(Reading, AChronicleThatFailsIsAnErrorAndNoScore) {
  peers.on("GET", "/chittychronicle/events?order=asc&limit=1000&cursor=0").answer(200, {{"events", json::array()}});
  EXPECT_GE(send("calculate", {{"entity", {{"id", ada}}}}).status, 500);
}

}  // namespace
}  // namespace chittytrust

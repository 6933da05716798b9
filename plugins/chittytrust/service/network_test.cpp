// Networks: cycles, depth, who sees which connection, more than fits.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittytrust {
namespace {

using namespace chitty;

struct Network : testkit::ServiceTest {
  static void link(const std::string& source, const std::string& target, const std::string& type = "review") {
    testkit::run_script("INSERT INTO trust_connections (source, target, type, since_ms, trust, interactions, origin) VALUES ('" + source + "', '" + target + "', '" + type + "', 0, NULL, 1, 'given')");
  }
  testkit::Answered walk(const std::string& from, json::object more = {}) {
    more["entityId"] = from;
    return send("network", more);
  }
  static std::string names(const testkit::Answered& answered) {
    std::string all;
    for (const auto& node : answered.body.at("nodes").as_array()) all += text_in(node, "id") + json::serialize(node.at("depth")) + " ";
    return all;
  }
  void as(const std::string& who) { caller = who, scopes = {"chittytrust:read"}; }
};

TEST_F(Network, IsWalkedStepByStepAndCyclesEnd) {
  link("a", "b"), link("b", "c"), link("c", "a"), link("c", "d"), link("d", "e");
  EXPECT_EQ(names(walk("a", {{"depth", 1}})), "a0 b1 c1 ");
  EXPECT_EQ(names(walk("a")), "a0 b1 c1 d2 ");
  const auto all = walk("a", {{"depth", 5}});
  EXPECT_EQ(names(all), "a0 b1 c1 d2 e3 ");
  EXPECT_EQ(all.body.at("edges").as_array().size(), 5u) << "each once";
  EXPECT_EQ(names(walk("nobody")), "nobody0 ");
}

TEST_F(Network, DepthIsOneToFive) {
  for (const int depth : {0, 6, -1}) EXPECT_EQ(walk("a", {{"depth", depth}}).status, 400) << depth;
  EXPECT_EQ(walk("a b").status, 400);
  EXPECT_EQ(get("export-network", {}, {{"depth", 2}}).status, 400) << "from where?";
}

TEST_F(Network, OthersConnectionsAreTheirs) {
  link("a", "b"), link("b", "c");
  as("a");
  EXPECT_EQ(names(walk("a", {{"depth", 5}})), "a0 b1 ") << "and not that b knows c";
  EXPECT_EQ(walk("b").status, 404);
  const auto file = get("export-network", {}, {{"format", "json"}});
  EXPECT_EQ(file.text.find("\"c\""), std::string::npos) << file.text;
  EXPECT_NE(file.text.find("\"b\""), std::string::npos);
}

TEST_F(Network, MoreThanFitsIsSaid) {
  std::string rows;
  for (int i = 0; i < 1500; ++i) rows += (i > 0 ? ", ('hub', 'x" : "('hub', 'x") + std::to_string(i) + "', 'review', 0, 5000, 1, 'given')";
  testkit::run_script("INSERT INTO trust_connections (source, target, type, since_ms, trust, interactions, origin) VALUES " + rows);
  const auto some = walk("hub");
  EXPECT_EQ(some.body.at("truncated"), true);
  EXPECT_EQ(some.body.at("nodes").as_array().size(), 1000u);
  EXPECT_EQ(get("export-network", {}, {{"entity", "hub"}}).status, 422);
  EXPECT_EQ(get("export-network", {}, {{"format", "dot"}}).status, 200) << "all of it is written piece by piece";
  const auto score = get("score", {{"entity", "hub"}}).body.at("data").at("scores").at("network");
  EXPECT_EQ(score, 40.0) << "20 for how many, 20 for their trust";
}

TEST_F(Network, EntitiesWithTooLowAScoreAreLeftOut) {
  link("a", "b"), link("b", "c");
  testkit::run_script("INSERT INTO trust_scores (id, entity_id, composite, source, temporal, channel, outcome, network, justice, trust_level, confidence, events_counted, formula, calculated_at) VALUES ('1', 'c', 6000, 0, 0, 0, 0, 0, 0, 'L2_ENHANCED', 50, 1, '', '2026-01-01')");
  const auto some = walk("a", {{"minScore", 50}});
  EXPECT_EQ(names(some), "a0 c2 ");
  EXPECT_EQ(some.body.at("edges").as_array().size(), 0u);
}

}  // namespace
}  // namespace chittytrust

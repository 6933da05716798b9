// What the registry is told, and what its answers come to.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittyregister {
namespace {

using namespace chitty;

struct Sync : testkit::ServiceTest {
  void SetUp() override {
    ServiceTest::SetUp();
    services = json::object{{"chittyregister", json::array()}, {"chittyregistry", json::array()}};
    list("billing");
  }
  static void list(const std::string& name) {
    testkit::run_script(
        "INSERT INTO register_services (name, holder, entity_type, subtype, description, version, endpoint, declaration, "
        "registered_at, updated_at)"
        " VALUES ('" +
        name + "', 'ada', 'T', 'service', 'Invoices', '1.0.0', 'https://" + name + ".chitty.cc', '{}', '', '')");
  }
  testkit::ScriptedReply& there(const std::string& name = "billing") {
    return peers.on("GET", "/chittyregistry/api/v1/services/discover/" + name);
  }
  testkit::ScriptedReply& told() { return peers.on("POST", "/chittyregistry/api/v1/services"); }
  testkit::Answered sync() { return ask({.handler = "sync", .method = "POST"}); }
};

TEST_F(Sync, WhatIsNewIsToldOnceAndThenUnchanged) {
  there().answer(404, {{"success", false}, {"error", "NOT_FOUND"}});
  told().answer(201, {{"success", true}});
  const auto first = sync();
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(first.body.at("new"), 1);
  EXPECT_EQ(text_in(first.body.at("services").at(0), "outcome"), "new");
  const auto entry = json::parse(asked.back().body).as_object();
  EXPECT_EQ(entry.size(), 6u);
  EXPECT_EQ(text_in(entry, "url"), "https://billing.chitty.cc");
  EXPECT_EQ(text_in(entry, "healthEndpoint"), "/health");

  peers = testkit::Replies();
  there().answer(200, {{"name", "billing"}, {"version", "1.0.0"}});
  told().answer(200, {{"success", true}});
  const auto second = sync();
  EXPECT_EQ(second.body.at("new"), 0);
  EXPECT_EQ(second.body.at("unchanged"), 1);
}

TEST_F(Sync, ARefusalIsToldAndTheOthersGoOn) {
  list("shop");
  int turn = 0;
  peers.by([&](const testkit::Sent& sent, testkit::ScriptedReply& reply) {
    if (sent.method == "GET") reply.answer(200, {{"version", "1.0.0"}});
    else if (++turn == 1) reply.answer(409, {{"success", false}, {"message", "It has other content."}});
    else reply.answer(200, {{"success", true}});
  });
  const auto answered = sync();
  EXPECT_EQ(answered.body.at("refused"), 1);
  EXPECT_EQ(answered.body.at("unchanged"), 1) << answered.text;
  EXPECT_NE(answered.text.find("It has other content."), std::string::npos);
}

TEST_F(Sync, TheServicesOfThisDaemonAreKnownByThemselves) {
  services->emplace("billing", json::array());
  EXPECT_EQ(sync().body.at("unchanged"), 1);
  EXPECT_TRUE(asked.empty());
}

TEST_F(Sync, WithoutARegistryOneErrorSaysSo) {
  services = json::object{{"chittyregister", json::array()}};
  const auto answered = sync();
  EXPECT_EQ(answered.status, 404);
  EXPECT_EQ(text_in(answered.body, "message"), "The service chittyregistry is not installed here.");
  EXPECT_TRUE(asked.empty());
}

TEST_F(Sync, TheNamesOfThisDaemonsServicesAreItsOwners) {
  caller = "bob", scopes = {"chittyregister:write"};
  EXPECT_EQ(send("begin-challenge", {{"name", "chittyregistry"}, {"endpoint", "https://bob.example"}}).status, 409);
  EXPECT_EQ(send("begin-challenge", {{"name", "bobs"}, {"endpoint", "https://bob.example"}}).status, 200);
  caller = "owner", scopes = {"*"};
  EXPECT_EQ(send("begin-challenge", {{"name", "chittyregistry"}, {"endpoint", "https://me.example"}}).status, 200);
}

}  // namespace
}  // namespace chittyregister

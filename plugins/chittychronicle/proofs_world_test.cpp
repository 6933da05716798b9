// Proofs from the service, checked by the command, and by what a checkpoint of before says.
#include <gtest/gtest.h>

#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>
#include <cstdio>
#include <fstream>

#include "checkpoint_note.hpp"
#include "merkle_proof.hpp"
#include "testing/crypto.hpp"

namespace chittychronicle {
namespace {

using namespace chitty;

struct Proofs : ::testing::Test {
  Proofs() {
    char name[] = "/tmp/chitty-proof-XXXXXX";
    const int fd = ::mkstemp(name);
    if (fd >= 0) ::close(fd);
    path = name;
  }
  ~Proofs() override {
    std::remove(path.c_str());
    EXPECT_EQ(world.complaints, std::vector<std::string>());
  }

  std::string log(const std::string& event) {
    const auto answer = world.ask("POST", "/events", R"({"action":")" + event + R"("})");
    return text_in(json::parse(answer.body), "id");
  }
  std::string text(const std::string& id) { return world.ask("GET", "/events/" + id + "/tlog-proof").body; }
  auto verify(const std::string& proof) {
    std::ofstream(path) << proof;
    return world.run("chronicle verify-proof", {{"file", path}, {"key", text_in(json::parse(world.ask("GET", "/checkpoint/key").body), "key")}});
  }
  Checkpoint checkpoint(std::string_view note) {
    const auto key = key_in_verifier_key(crypto, text_in(json::parse(world.ask("GET", "/checkpoint/key").body), "key")).value();
    return read_checkpoint(crypto, note, key).value();
  }

  Crypto crypto = testing::crypto();
  testkit::World world;
  std::string path;
};

// Beyond 512, so that whole nodes are kept and read.
TEST_F(Proofs, EachEventOfALongLogIsProven) {
  std::vector<std::string> ids;
  for (int i = 0; i < 600; ++i) ids.push_back(log("n.x" + std::to_string(i)));
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chronicle_nodes"), 2);
  for (const int i : {0, 1, 254, 255, 256, 511, 512, 598, 599}) {
    const auto done = verify(text(ids[static_cast<std::size_t>(i)]));
    ASSERT_TRUE(done) << i << done.error().message;
    EXPECT_EQ(text_in(done->at(0), "action"), "n.x" + std::to_string(i));
    EXPECT_EQ(done->at(0).at("seq"), i + 1);
  }
  testkit::run_script("DELETE FROM chronicle_nodes");  // as of a log that was begun before nodes were kept
  EXPECT_TRUE(verify(text(ids[3])));
  log("n.y");
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chronicle_nodes"), 2) << "made up for";
  EXPECT_TRUE(verify(text(ids[3])));
}

TEST_F(Proofs, WhatDoesNotFitIsRefused) {
  log("a.b"), log("a.c");
  const auto id = log("a.d"), whole = text(id);
  ASSERT_TRUE(verify(whole));
  auto other = whole;
  other.replace(other.find("index 2"), 7, "index 1");
  EXPECT_EQ(verify(other).error().message, "the proof does not hold: the event says another number than the proof");
  const auto lines_from = whole.find("index"), hash_at = whole.find('\n', lines_from) + 1;
  other = whole, other[hash_at] = other[hash_at] == 'A' ? 'B' : 'A';
  EXPECT_EQ(verify(other).error().message, "the proof does not hold: the event is not in the log that the checkpoint is of");
  other = whole;
  const auto size = other.rfind("\n3\n");
  other[size + 1] = '4';
  EXPECT_EQ(verify(other).error().message, "the checkpoint's signature does not fit what it says");
  EXPECT_EQ(verify("c2sp.org/tlog-proof@v1\nindex 1\n\n").error().message, "this is not a proof of an event: it has no event in it");
  EXPECT_EQ(verify("something else").error().code, Code::invalid_argument);
  EXPECT_EQ(world.run("chronicle verify-proof", {{"file", "/no/such/file"}}).error().code, Code::not_found);
  std::ofstream(path) << whole;
  EXPECT_TRUE(world.run("chronicle verify-proof", {{"file", path}})) << "the chronicle is asked for its key";
  EXPECT_EQ(world.run("chronicle verify-proof", {{"file", path}, {"key", "name+00000000+AQ=="}}).error().message, "this is not the key of a log");
  EXPECT_EQ(world.ask("GET", "/events/none/proof").status, 404);
}

TEST_F(Proofs, OfEventsOfOthersThereAreNone) {
  const auto id = log("a.b");
  world.caller = {"bob", {"chittychronicle:read"}};
  EXPECT_EQ(world.ask("GET", "/events/" + id + "/proof").status, 404);
  EXPECT_EQ(world.ask("GET", "/events/" + id + "/tlog-proof").status, 404);
}

TEST_F(Proofs, ALaterCheckpointBeginsWithAnEarlierOne) {
  for (int i = 0; i < 5; ++i) log("a.b");
  const auto before = checkpoint(world.ask("GET", "/checkpoint").body);
  for (int i = 0; i < 300; ++i) log("a.c");
  const auto told = json::parse(world.ask("GET", "/checkpoint/consistency?from=5").body);
  const auto after = checkpoint(text_in(told, "signedNote"));
  std::vector<std::string> hashes;
  for (const auto& hash : told.at("hashes").as_array()) hashes.push_back(from_base64(std::string_view(hash.as_string())).value());
  EXPECT_EQ(after.size, 305u);
  EXPECT_TRUE(proves_consistency(crypto, before.size, before.root, after.size, after.root, hashes));
  EXPECT_FALSE(proves_consistency(crypto, before.size, after.root, after.size, after.root, hashes));
  EXPECT_EQ(world.ask("GET", "/checkpoint/consistency?from=306").status, 409);
}

TEST_F(Proofs, OfWhatIsLeftWhenOlderEventsHaveGone) {
  for (int i = 0; i < 300; ++i) log("old.x");
  world.now += 3LL * 86'400'000;
  const auto id = log("new.x");
  ASSERT_TRUE(world.run("chronicle retention set", {{"days", 2}}));
  ASSERT_TRUE(world.run("chronicle retention apply"));
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM chronicle_events"), 3);
  EXPECT_TRUE(verify(text(id)));
  EXPECT_EQ(world.ask("GET", "/checkpoint/consistency?from=300").status, 200) << "where it was cut";
  EXPECT_EQ(world.ask("GET", "/checkpoint/consistency?from=256").status, 200) << "by a node that was kept";
  EXPECT_EQ(world.ask("GET", "/checkpoint/consistency?from=7").status, 409);
}

}  // namespace
}  // namespace chittychronicle

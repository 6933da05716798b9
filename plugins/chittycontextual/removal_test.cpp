// What is deleted is gone: rows, passages, postings, words; and it can be said how one knows.
#include <gtest/gtest.h>

#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>
#include <chitty/testkit/world.hpp>

namespace chittycontextual {
namespace {

using namespace chitty;

// Every text of every table, with which table it is in.
std::string everything() {
  std::string all;
  sqlite3_exec(
      testkit::database(), "SELECT name FROM sqlite_master WHERE type = 'table'", [](void* into, int, char** values, char**) {
        const std::string table = values[0];
        sqlite3_exec(
            testkit::database(), ("SELECT * FROM " + table).c_str(), [](void* text, int many, char** cells, char**) {
              for (int i = 0; i < many; ++i) static_cast<std::string*>(text)->append(cells[i] ? cells[i] : "").append("|");
              return 0;
            },
            into, nullptr);
        return 0;
      },
      &all, nullptr);
  return all;
}

struct Removal : ::testing::Test {
  ~Removal() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }
  std::string add(const std::string& text, json::object more = {}) {
    more["text"] = text;
    return text_in(world.run("contextual memory add", more).value().at(0), "id");
  }
  json::object remove(const std::string& id) { return world.run("contextual memory delete", {{"memory", id}, {"prove", true}}).value().at(0).as_object(); }

  testkit::World world;
};

TEST_F(Removal, LeavesNothingOfWhatWasSaid) {
  add("Acme sells anvils");
  const auto id = add("The quixotic password is Zanzibar", {{"source", "hearsay"}, {"session", "backroom"}});
  ASSERT_NE(everything().find("zanzibar"), std::string::npos) << "the test sees the index";
  const auto proof = remove(id).at("proof").as_object();
  EXPECT_EQ(proof.at("proven"), true) << json::serialize(proof);
  EXPECT_EQ(proof.at("rows"), 0);
  EXPECT_EQ(proof.at("mentions"), 0);
  EXPECT_GT(proof.at("postings").as_int64(), 3);
  const auto left = everything();
  for (const auto* word : {"quixot", "zanzibar", "Zanzibar", "password", "hearsay", "backroom"}) EXPECT_EQ(left.find(word), std::string::npos) << word;
  EXPECT_NE(left.find("anvils"), std::string::npos);
  EXPECT_EQ(world.run("contextual memory get", {{"memory", id}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("contextual memory delete", {{"memory", id}}).error().code, Code::not_found);
}

TEST_F(Removal, OfALongMemoryTakesEveryPassage) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "padding" + std::to_string(i) + " ";
  const auto id = add(text + "zanzibar");
  EXPECT_EQ(remove(id).at("proof").at("proven"), true);
  EXPECT_EQ(everything().find("padding"), std::string::npos);
}

TEST_F(Removal, IsProvenLongAfterwards) {
  const auto id = add("The password is Zanzibar");
  const auto before = world.run("contextual memory prove", {{"memory", id}}).value().at(0);
  EXPECT_EQ(before.at("proof").at("proven"), false) << "it is still there";
  EXPECT_EQ(before.at("proof").at("rows"), 1);
  EXPECT_EQ(before.at("proof").at("mentions"), 6) << "four words, its kind and its source";
  remove(id);
  add("Something else");
  const auto after = world.run("contextual memory prove", {{"memory", id}}).value().at(0);
  EXPECT_EQ(after.at("proof").at("proven"), true);
  EXPECT_EQ(text_in(after, "removedAt"), "2026-11-23T14:59:10.123Z");
  EXPECT_EQ(world.run("contextual memory prove", {{"memory", "nowhere"}}).error().code, Code::not_found);
}

TEST_F(Removal, SeesAPostingThatWasLeftBehind) {
  const auto id = add("The password is Zanzibar");
  testkit::run_script("CREATE TABLE kept AS SELECT * FROM contextual_blocks WHERE term = 'zanzibar'");
  remove(id);
  testkit::run_script("INSERT INTO contextual_blocks SELECT * FROM kept");
  const auto proof = world.run("contextual memory prove", {{"memory", id}}).value().at(0).at("proof");
  EXPECT_EQ(proof.at("proven"), false);
  EXPECT_EQ(proof.at("mentions"), 1);
  EXPECT_EQ(proof.at("faults"), 1) << "and the word is not counted";
}

TEST_F(Removal, SaysWhereTheTextStillStands) {
  const auto id = add("The \"password\" is Zanzibar");
  ASSERT_EQ(world.ask("PUT", "/api/v1/sessions/talk/context", R"({"state":{"text":"He said: The \"password\" is Zanzibar."}})").status, 200);
  const auto proof = remove(id).at("proof").as_object();
  EXPECT_EQ(proof.at("proven"), false);
  EXPECT_EQ(proof.at("sessions"), json::value(json::array{"talk"}));
}

using Events = testkit::ServiceTest;

TEST_F(Events, TellNothingOfTheText) {
  const auto added = ask({.handler = "add-memory", .method = "POST", .body = R"({"text":"The password is Zanzibar","source":"hearsay"})"});
  ASSERT_EQ(added.status, 200) << added.text;
  const auto removed = ask({.handler = "delete-memory", .method = "DELETE", .parameters = {{"id", json::parse(added.text).at("id")}}});
  ASSERT_EQ(removed.status, 200) << removed.text;
  ASSERT_EQ(added.events.size() + removed.events.size(), 2u);
  for (const auto& told : {json::serialize(added.events), json::serialize(removed.events), added.text})
    for (const auto* word : {"password", "Zanzibar"}) EXPECT_EQ(told.find(word), std::string::npos) << told;
}

}  // namespace
}  // namespace chittycontextual

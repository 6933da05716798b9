// The five commands, joined with their routes and the service on a real database: testkit/world.hpp.
#include <gtest/gtest.h>

#include <chitty/testkit/manifest_test.hpp>
#include <chitty/testkit/world.hpp>

using namespace chitty;

namespace {

struct Notes : testing::Test {
  ~Notes() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  std::string keep(const std::string& title) {
    return std::string(world.run("note create", {{"title", title}}).value().at(0).at("id").as_string());
  }
  std::vector<std::string> titles(const json::object& arguments = {}, const char* command = "note list") {
    const json::array notes = world.run(command, arguments).value();
    std::vector<std::string> all;
    for (const auto& note : notes) all.emplace_back(note.at("title").as_string());
    return all;
  }
  using Titles = std::vector<std::string>;

  testkit::World world;
};

TEST(Manifest, NamesWhatIsThere) { testkit::expect_handlers(); }

TEST_F(Notes, AreKeptAndShown) {
  const auto kept = world.run("note create", {{"title", "Shopping"}, {"body", "milk, bread"}}).value().at(0);
  EXPECT_EQ(kept.at("body"), "milk, bread");
  EXPECT_EQ(world.run("note get", {{"note", kept.at("id")}}).value().at(0), kept);
  EXPECT_EQ(testkit::number_in_store("SELECT COUNT(*) FROM notes_notes"), 1);
}

TEST_F(Notes, AreListedInTheOrderInWhichTheyCame) {
  const auto first = keep("Shopping"), second = keep("Painting");
  EXPECT_LT(first, second);
  EXPECT_EQ(titles(), (Titles{"Shopping", "Painting"}));
  EXPECT_EQ(titles({{"about", "paint"}}), Titles{"Painting"});
  EXPECT_EQ(titles({{"limit", 1}}), Titles{"Shopping"});
}

TEST_F(Notes, GoOnBehindTheCursor) {
  for (int i = 0; i < 120; ++i) keep("Note");
  EXPECT_EQ(titles().size(), 120u);
  EXPECT_GT(world.requests.size(), 121u) << "more than one page was asked for";
}

TEST_F(Notes, AreThrownAwayOnce) {
  const json::object note{{"note", keep("Shopping")}};
  EXPECT_TRUE(world.run("note delete", note));
  EXPECT_EQ(titles(), Titles());
  EXPECT_EQ(world.run("note delete", note).error().code, Code::not_found);
  EXPECT_EQ(world.run("note get", note).error().code, Code::not_found);
}

TEST_F(Notes, AreHeldToTheManifest) {
  EXPECT_EQ(world.run("note create", {{"titel", "x"}}).error().code, Code::invalid_argument) << "no such argument";
  EXPECT_EQ(world.run("note create", {{"title", std::string(101, 'x')}}).error().code, Code::refused)
      << "the route's words";
}

TEST_F(Notes, AreReadWithTheScopeToReadAlone) {
  keep("Shopping");
  world.caller = {"ada", {"notes:read"}};
  EXPECT_EQ(titles(), Titles{"Shopping"});
  EXPECT_EQ(world.run("note create", {{"title", "x"}}).error().code, Code::permission_denied);
}

// From now on, until whoever asked has gone; by a clock that needs no waiting.
TEST_F(Notes, AreFollowed) {
  keep("Before");
  world.patience = 5;
  world.meanwhile = [&] { keep("Note"); };
  EXPECT_EQ(titles({}, "note follow"), Titles(4, "Note")) << "four turns, each with a note";
  EXPECT_EQ(titles({{"limit", 2}}, "note follow"), Titles(2, "Note"));
}

}  // namespace

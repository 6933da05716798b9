// Three stores that change, and are merged in any order, by any way, again and again: they become the same, nothing is lost, and what
// was deleted stays deleted.
#include <gtest/gtest.h>

#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>
#include <map>
#include <random>
#include <set>

namespace chittycontextual {
namespace {

using namespace chitty;

// Several databases behind one World: the one in use is the testkit's.
class Stores {
 public:
  explicit Stores(std::size_t many) {
    databases_.push_back(testkit::database());
    for (std::size_t i = 1; i < many; ++i) {
      testkit::database() = nullptr;
      testkit::new_database(testkit::plugin_file("migrations"));
      databases_.push_back(testkit::database());
    }
    use(0);
  }
  ~Stores() {
    for (std::size_t i = 1; i < databases_.size(); ++i) sqlite3_close(databases_[i]);
    use(0);
  }
  Stores(const Stores&) = delete;
  Stores& operator=(const Stores&) = delete;
  void use(std::size_t which) { testkit::database() = databases_[which]; }

 private:
  std::vector<sqlite3*> databases_;
};

std::string rows_of(const std::string& sql) {
  std::string all;
  sqlite3_exec(
      testkit::database(), sql.c_str(), [](void* text, int many, char** cells, char**) {
        for (int i = 0; i < many; ++i) static_cast<std::string*>(text)->append(cells[i] ? cells[i] : "-").append("|");
        static_cast<std::string*>(text)->append("\n");
        return 0;
      },
      &all, nullptr);
  return all;
}

// What a store knows, without what is its own business: the numbers of its changes and of its passages.
std::string known() {
  return rows_of("SELECT id, text, type, source, session, supersedes, data, made_at, replica FROM contextual_memories ORDER BY id") + "--\n" +
         rows_of("SELECT id, session, number, follows, name, project, origin, content, saved_at, replica FROM contextual_versions ORDER BY id") + "--\n" +
         rows_of("SELECT id, kind FROM contextual_removed ORDER BY id") + "--\n" + rows_of("SELECT version, follower FROM contextual_followed ORDER BY version, follower") + "--\n" +
         rows_of("SELECT term, entries FROM contextual_terms WHERE entries > 0 ORDER BY term");
}

struct Sync : ::testing::Test {
  ~Sync() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  std::string exported(std::int64_t after = 0) { return world.ask("GET", "/api/v1/context/changes?after=" + std::to_string(after)).body; }
  testkit::Answer take(const std::string& lines) {
    testkit::Sent sent;
    sent.method = "POST", sent.target = "/api/v1/context/changes", sent.body = lines;
    sent.headers = {{"content-type", "application/x-ndjson"}};
    return world.ask(sent);
  }
  std::string add(const std::string& text) { return text_in(json::parse(world.ask("POST", "/api/v1/memories", json::serialize(json::object{{"text", text}})).body).as_object(), "id"); }
  json::object save(const std::string& session, const json::value& state, json::object more = {}) {
    more["state"] = state;
    return json::parse(world.ask("PUT", "/api/v1/sessions/" + session + "/context", json::serialize(more)).body).at("saved").at(0).as_object();
  }

  testkit::World world;
  Stores stores{3};
};

TEST_F(Sync, BringsWhatIsNewAndNothingTwice) {
  add("from the first");
  save("talk", {{"text", "from the first"}});
  const auto lines = exported();
  stores.use(1);
  add("from the second");
  auto merged = json::parse(take(lines).body).at("merged");
  EXPECT_EQ(merged.at(0).at("added"), 1) << json::serialize(merged);
  EXPECT_EQ(merged.at(1).at("added"), 1);
  merged = json::parse(take(lines).body).at("merged");
  EXPECT_EQ(merged.at(0).at("added"), 0);
  EXPECT_EQ(merged.at(0).at("known"), 1);
  EXPECT_EQ(world.run("contextual memory list").value().size(), 2u);
  EXPECT_EQ(world.run("contextual search", {{"query", "first"}}).value().size(), 2u) << "found where it came to";
}

TEST_F(Sync, WhatOneDeletedGoesFromTheOtherAndStaysAway) {
  const auto id = add("The password is Zanzibar");
  const auto before = exported();
  stores.use(1);
  ASSERT_EQ(take(before).status, 200);
  stores.use(0);
  ASSERT_TRUE(world.run("contextual memory delete", {{"memory", id}}));
  const auto after = exported();
  EXPECT_EQ(after.find("Zanzibar"), std::string::npos);
  stores.use(1);
  ASSERT_EQ(take(after).status, 200);
  EXPECT_EQ(world.run("contextual memory list").value().size(), 0u);
  ASSERT_EQ(take(before).status, 200) << "an older export comes once more";
  EXPECT_EQ(world.run("contextual memory list").value().size(), 0u);
  EXPECT_EQ(known().find("zanzibar"), std::string::npos);
  add("The password is Zanzibar");
  EXPECT_EQ(world.run("contextual memory list").value().size(), 1u) << "said again it is another";
}

TEST_F(Sync, BothSidesOfAConflictAreThereUntilSomebodyEndsIt) {
  save("talk", {{"n", 1}});
  const auto base = exported();
  stores.use(1);
  ASSERT_EQ(take(base).status, 200);
  save("talk", {{"n", "second"}});
  const auto theirs = exported();
  stores.use(0);
  world.now += 1000;
  save("talk", {{"n", "first"}});
  ASSERT_EQ(take(theirs).status, 200);
  const auto loaded = json::parse(world.ask("GET", "/api/v1/sessions/talk/context").body);
  EXPECT_EQ(loaded.at("conflict"), true);
  EXPECT_EQ(loaded.at("heads").as_array().size(), 2u);
  EXPECT_EQ(loaded.at_pointer("/state/n"), "first") << "what was saved last";
  EXPECT_EQ(world.run("contextual load", {{"session", "talk"}, {"version", "2"}}).error().code, Code::conflict) << "there are two";
  EXPECT_EQ(save("talk", {{"n", "both"}}, {{"resolve", true}}).at("conflict"), false);
  EXPECT_EQ(world.run("contextual versions", {{"session", "talk"}}).value().at(0).at("parents").as_array().size(), 2u);
}

TEST_F(Sync, WhatIsCutOffIsSaidAndWhatCameStays) {
  for (int i = 0; i < 3; ++i) add("memory " + std::to_string(i));
  auto lines = exported();
  lines.resize(lines.rfind('\n', lines.size() - 2) + 1);  // without its end
  stores.use(1);
  const auto answer = take(lines);
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("cut off"), std::string::npos);
  EXPECT_EQ(world.run("contextual memory list").value().size(), 3u);
  EXPECT_EQ(json::parse(world.ask("GET", "/api/v1/context/replica?of=x").body).at("knows"), 0);
}

TEST_F(Sync, WrongLinesAreNamed) {
  const std::string store = "{\"kind\":\"store\",\"replica\":\"r\"}\n";
  for (const auto& [line, why] : std::map<std::string, std::string>{{R"({"kind":"memory","id":"a"})", "'at' as a time"},
                                                                    {R"({"kind":"memory","id":"a","at":"2026-01-01T00:00:00Z"})", "'text'"},
                                                                    {R"({"kind":"nothing"})", "kind"},
                                                                    {R"({"kind":"removed","id":"a","at":"2026-01-01T00:00:00Z"})", "'of'"},
                                                                    {R"({"kind":"version","id":"a","at":"2026-01-01T00:00:00Z","session":"s","number":1,"origin":"file","part":1,"parts":2,"piece":"{}"})", "not in their order"},
                                                                    {R"({"kind":"version","id":"a","at":"2026-01-01T00:00:00Z","session":"s","number":1,"origin":"file","part":0,"parts":1,"piece":"{"})", "is not JSON"},
                                                                    {R"({"kind":"memory","id":"'; DROP","at":"2026-01-01T00:00:00Z","text":"x","source":"x","type":"x"})", "id"},
                                                                    {"not json", "JSON"}}) {
    const auto answer = take(store + line + "\n");
    EXPECT_EQ(answer.status, 400) << line;
    EXPECT_NE(answer.body.find("Line 2"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  }
}

TEST_F(Sync, ALargeSessionComesInPieces) {
  std::string text;
  while (text.size() < 700'000) text += "\xC3\xA9\\\"word ";
  save("large", {{"text", text}});
  const auto lines = exported();
  EXPECT_GT(std::count(lines.begin(), lines.end(), '\n'), 6);
  const auto before = known();
  stores.use(1);
  ASSERT_EQ(take(lines).status, 200);
  EXPECT_EQ(known(), before);
}

// What a person may do, and what a network may do with it: late, twice, in another order, in parts, with a clock that goes back.
class Interleaving {
 public:
  Interleaving(Sync& sync, unsigned seed) : sync_(sync), chance_(seed) {}

  void run() {
    for (int i = 0; i < 60; ++i) {
      sync_.stores.use(chance_() % 3);
      sync_.world.now += static_cast<std::int64_t>(chance_() % 4000) - 1500;
      step();
    }
    // In the end everybody hears of everybody, in any order.
    for (int round = 0; round < 3; ++round)
      for (std::size_t from = 0; from < 3; ++from)
        for (std::size_t to = 0; to < 3; ++to)
          if (from != to) carry(from, to);
  }
  std::set<std::string> deleted, kept;

 private:
  void step() {
    switch (chance_() % 8) {
      case 0:
      case 1: {
        const auto id = sync_.add("memory " + std::to_string(chance_() % 12));
        if (!deleted.contains(id)) kept.insert(id);
        return;
      }
      case 2: {
        const auto memories = sync_.world.run("contextual memory list").value();
        if (memories.empty()) return;
        const auto& one = memories.at(chance_() % memories.size());
        const auto text = text_in(one, "text");
        for (const auto& same : memories)
          if (text_in(same, "text") == text) deleted.insert(text_in(same, "id")), kept.erase(text_in(same, "id"));
        ASSERT_TRUE(sync_.world.run("contextual memory delete", {{"memory", one.at("id")}}));
        return;
      }
      case 3:
      case 4: {
        const auto saved = sync_.save("talk " + std::to_string(chance_() % 2) == "talk 0" ? "talk0" : "talk1", {{"n", chance_() % 5}}, {{"resolve", chance_() % 3 == 0}});
        if (saved.at("created") == true) kept.insert(text_in(saved, "versionId"));
        return;
      }
      case 5: {
        const auto session = chance_() % 2 ? "talk0" : "talk1";
        const auto versions = sync_.world.run("contextual versions", {{"session", session}});
        if (!versions || chance_() % 3) return;
        for (const auto& version : *versions) deleted.insert(text_in(version, "versionId")), kept.erase(text_in(version, "versionId"));
        ASSERT_TRUE(sync_.world.run("contextual delete", {{"session", session}}));
        return;
      }
      case 6: late_.push_back(sync_.exported()); return;
      default:
        if (late_.empty()) return;
        ASSERT_EQ(sync_.take(late_[chance_() % late_.size()]).status, 200);
    }
  }
  void carry(std::size_t from, std::size_t to) {
    sync_.stores.use(from);
    const auto lines = sync_.exported();
    sync_.stores.use(to);
    ASSERT_EQ(sync_.take(lines).status, 200);
  }

  Sync& sync_;
  std::mt19937 chance_;
  std::vector<std::string> late_;
};

TEST_F(Sync, InAnyOrderAllStoresBecomeTheSameAndNothingIsLost) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    for (std::size_t store = 0; store < 3; ++store) {
      stores.use(store);
      for (const auto* table : {"store", "changes", "spaces", "memories", "versions", "followed", "removed", "passages", "terms", "blocks", "peers"}) testkit::run_script("DELETE FROM contextual_" + std::string(table));
    }
    Interleaving interleaving(*this, seed);
    interleaving.run();
    stores.use(0);
    const auto first = known();
    for (std::size_t store = 1; store < 3; ++store) {
      stores.use(store);
      ASSERT_EQ(known(), first) << "seed " << seed;
    }
    for (const auto& id : interleaving.kept) EXPECT_NE(first.find(id), std::string::npos) << "lost, seed " << seed;
    const auto there = rows_of("SELECT id FROM contextual_memories UNION SELECT id FROM contextual_versions");
    for (const auto& id : interleaving.deleted) EXPECT_EQ(there.find(id), std::string::npos) << "came back, seed " << seed;
  }
}

}  // namespace
}  // namespace chittycontextual

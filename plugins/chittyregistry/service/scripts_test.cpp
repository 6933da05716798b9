// Scripts with their hashes, and how they ended.
#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chittyregistry {
namespace {

using namespace chitty;

struct Scripts : testkit::ServiceTest {
  Scripts() { scopes = {"chittyregistry:read", "chittyregistry:write"}; }
  testkit::Answered add(const std::string& version, const std::string& content, json::object more = {}) {
    more["name"] = "sort", more["version"] = version, more["content"] = content;
    return send("register-script", more);
  }
  testkit::Answered ran(const std::string& hash, json::object more = {}) {
    json::object run{{"version", "1.0.0"}, {"sha256", hash}, {"ended", "exited"}, {"exitCode", 0}, {"startedAt", "2026-11-23T14:59:00Z"}, {"durationMs", 12}, {"output", "out"}};
    for (const auto& [name, value] : more) run[name] = value;
    return send("record-run", run, {{"id", "sort"}});
  }
  std::string hash_of(const std::string& version) { return text_in(get("show-script", {{"id", "sort"}}, {{"version", version}}).body.at("script"), "sha256"); }
};

TEST_F(Scripts, AreKeptWithTheHashOfWhatTheySay) {
  EXPECT_EQ(add("1.0.0", "#!/bin/sh\necho\n").status, 201);
  EXPECT_EQ(hash_of("1.0.0"), "c4e7139bd31ca16a1f860625e8be1f560a2e0b0459f3610975a73a61ce60ade1") << "sha256sum";
  EXPECT_EQ(add("1.1.0", "#!/bin/sh\n", {{"sha256", std::string(64, '0')}}).status, 400);
  EXPECT_EQ(add("1.1.0", "echo\n").status, 400) << "nothing says what runs it";
  EXPECT_FALSE(get("list-scripts").body.at("scripts").at(0).as_object().contains("content")) << "a list is short";
  EXPECT_EQ(text_in(get("show-script", {{"id", "sort"}}).body.at("script"), "content"), "#!/bin/sh\necho\n");
  EXPECT_EQ(get("show-tool", {{"id", "sort"}}).status, 200) << "the public one has one route for all";
}

TEST_F(Scripts, ARunIsOfAVersionWithItsHashAndItsRunnersOwn) {
  add("1.0.0", "#!/bin/sh\necho\n");
  caller = "ada";
  EXPECT_EQ(ran(std::string(64, '0')).status, 409);
  EXPECT_EQ(ran(hash_of("1.0.0"), {{"version", "2.0.0"}}).status, 404);
  EXPECT_EQ(ran(hash_of("1.0.0"), {{"startedAt", "yesterday"}}).status, 400);
  const auto kept = ran(hash_of("1.0.0"), {{"ended", "time"}});
  EXPECT_EQ(kept.status, 201);
  EXPECT_TRUE(kept.body.at("run").at("exitCode").is_null()) << "it did not exit";
  for (int i = 0; i < 120; ++i) ran(hash_of("1.0.0"));
  EXPECT_EQ(get("runs", {}, {{"script", "sort"}, {"limit", 200}}).body.at("runs").as_array().size(), 100u) << "as many are kept";
  caller = "eve";
  EXPECT_EQ(get("runs").body.at("runs").as_array().size(), 0u);
}

}  // namespace
}  // namespace chittyregistry

// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>
#include <filesystem>
#include <fstream>

#include "documents/record_schema.hpp"

namespace chittyschema {
namespace {

using namespace chitty;

struct Schemas : ::testing::Test {
  Schemas() {
    std::string name = (std::filesystem::temp_directory_path() / "schemas-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Schemas() override {
    std::filesystem::remove_all(folder);
    EXPECT_EQ(world.complaints, std::vector<std::string>());
  }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
  std::string content(const std::string& name) {
    std::ifstream in(folder / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // What the service answers when it is asked to register; testkit::World does not read files for declared commands.
  struct Put {
    int status;
    json::value body;
    explicit operator bool() const { return status < 300; }
    std::string version() const { return status < 300 ? text_in(body.at("schema"), "version") : text_in(body, "message"); }
  };
  Put put(const std::string& name, const std::string& schema, const std::string& version = {}) {
    json::object body{{"name", name}, {"schema", json::parse(schema)}};
    if (!version.empty()) body["version"] = version;
    const auto answer = world.ask("POST", "/api/v1/schemas", json::serialize(body));
    return {answer.status, json::parse(answer.body)};
  }
  Put put_steps(const std::string& name, const std::string& from, const std::string& to, const std::string& steps) {
    const auto answer = world.ask("POST", "/api/v1/schemas/" + name + "/steps", json::serialize(json::object{{"from", from}, {"to", to}, {"steps", json::parse(steps)}}));
    return {answer.status, json::parse(answer.body)};
  }

  std::filesystem::path folder;
  testkit::World world;
};

constexpr const char* first = R"({"type":"object","required":["id"],"properties":{"id":{"type":"string"},"name":{"type":"string"}},"additionalProperties":false})";
constexpr const char* second = R"({"type":"object","required":["id"],"properties":{"id":{"type":"string"},"label":{"type":"string"}},"additionalProperties":false})";

TEST_F(Schemas, AVersionNeverChanges) {
  EXPECT_EQ(put("thing", first).version(), "v1");
  EXPECT_EQ(put("thing", first).version(), "v1") << "the same content is the same version";
  EXPECT_EQ(put("thing", second).version(), "v2");
  EXPECT_EQ(put("thing", first, "2026-11").version(), "2026-11");
  EXPECT_EQ(put("thing", second, "v1").status, 409);
  EXPECT_EQ(put("thing", second, "latest").status, 400);
  EXPECT_EQ(text_in(world.run("schema get", {{"schema", "thing"}}).value().at(0), "version"), "2026-11");
  EXPECT_EQ(world.run("schema get", {{"schema", "thing@v2"}}).value().at(0).at("document"), json::parse(second));
  EXPECT_EQ(world.run("schema get", {{"schema", "thing@v9"}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("schema versions", {{"schema", "thing"}}).value().size(), 3u);
  EXPECT_EQ(world.run("schema delete", {{"schema", "thing"}, {"version", "2026-11"}}).value().at(0).at("left"), 2);
  EXPECT_EQ(text_in(world.run("schema get", {{"schema", "thing"}}).value().at(0), "version"), "v2") << "the latest of what is left";
}

TEST_F(Schemas, WhatCannotBeUsedIsNotRegistered) {
  for (const auto* bad : {R"({"$ref":"https://example.com/x.json"})", R"({"$ref":"#/$defs/none"})", R"({"$ref":"#"})", R"({"type":"strin"})", R"({"pattern":"("})"}) {
    const auto made = put("bad", bad);
    EXPECT_EQ(made.status, 400) << bad;
    EXPECT_NE(made.version().find("cannot be used"), std::string::npos) << made.version();
  }
  EXPECT_TRUE(world.run("schema list").value().empty());
}

TEST_F(Schemas, BelongToWhoRegisteredThem) {
  ASSERT_TRUE(put("thing", first));
  world.caller = {"bob", {"chittyschema:read", "chittyschema:write"}};
  EXPECT_EQ(put("thing", second).status, 403);
  EXPECT_EQ(world.run("schema delete", {{"schema", "thing"}, {"version", "v1"}}).error().code, Code::permission_denied);
  EXPECT_EQ(put_steps("thing", "v1", "v2", "[]").status, 403);
  EXPECT_TRUE(world.run("schema get", {{"schema", "thing"}})) << "reading is everybody's";
  world.caller = {"root", {"chittyschema:write", "chittyschema:admin"}};
  EXPECT_EQ(put("thing", second).version(), "v2");
}

TEST_F(Schemas, DocumentsAreCheckedHere) {
  ASSERT_TRUE(put("thing", first));
  const auto requests = world.requests.size();
  const auto good = file("good.ndjson", "{\"id\":\"1\"}\n{\"id\":\"2\",\"name\":\"x\"}\n");
  EXPECT_TRUE(world.run("schema validate", {{"file", good}, {"schema", "thing"}}).value().empty());
  EXPECT_EQ(world.requests.size(), requests + 1) << "the schema is fetched once, and nothing else is sent";
  EXPECT_NE(world.notes.back().find("2 documents"), std::string::npos);
  const auto bad = file("bad.ndjson", "{\"id\":\"1\"}\n{\"id\":2, \"x\":1}\n");
  const auto refused = world.run("schema validate", {{"file", bad}, {"schema", "thing"}});
  EXPECT_EQ(refused.error().code, Code::refused);
  EXPECT_NE(refused.error().message.find("1 of 2 documents"), std::string::npos) << refused.error().message;
  EXPECT_EQ(world.run("schema validate", {{"file", good}, {"schema", "none"}}).error().code, Code::not_found);
}

TEST_F(Schemas, AreAskedOverTheWire) {
  ASSERT_TRUE(put("thing", first));
  EXPECT_EQ(world.ask("POST", "/api/v1/validate", R"({"type":"thing","data":{"id":"1"}})").status, 200);
  const auto refused = world.ask("POST", "/api/v1/validate", R"({"type":"thing","data":{"id":1,"x":2}})");
  EXPECT_EQ(refused.status, 400);
  const auto body = json::parse(refused.body);
  EXPECT_EQ(body.at("valid"), false);
  EXPECT_EQ(body.at("errors").as_array().size(), 2u);
  EXPECT_EQ(world.ask("GET", "/meta/thing").body, json::serialize(json::parse(first)));
  EXPECT_EQ(world.ask("POST", "/api/v1/validate", R"({"type":"none","data":1})").status, 404);
}

TEST_F(Schemas, TheVersionsThatAreMeantAreFound) {
  ASSERT_TRUE(put("thing", first) && put("thing", second));
  EXPECT_EQ(world.run("schema diff", {{"from", "v1"}, {"to", "v2"}}).value().size(), 2u) << "of the one schema that has both";
  ASSERT_TRUE(put("other", first) && put("other", second));
  EXPECT_NE(world.run("schema diff", {{"from", "v1"}, {"to", "v2"}}).error().message.find("several schemas"), std::string::npos);
  EXPECT_EQ(world.run("schema diff", {{"from", "v1"}, {"to", "v2"}, {"schema", "other"}}).value().size(), 2u);
  EXPECT_EQ(world.run("schema diff", {{"from", "thing"}, {"to", "other"}}).value().size(), 0u) << "two schemas by their names";
  EXPECT_EQ(world.run("schema diff", {{"from", "v1"}, {"to", "v2"}, {"schema", "thing"}, {"check", "backward"}}).error().code, Code::refused);
  EXPECT_EQ(world.run("schema diff", {{"from", "v7"}, {"to", "v8"}}).error().code, Code::not_found);
}

TEST_F(Schemas, DocumentsFollowAndComeBack) {
  ASSERT_TRUE(put("thing", first) && put("thing", second));
  EXPECT_EQ(world.run("schema migrate", {{"from", "v1"}, {"to", "v2"}}).error().code, Code::not_found);
  ASSERT_TRUE(put_steps("thing", "v1", "v2", R"([{"op":"rename","at":"/name","to":"label"}])"));
  EXPECT_EQ(text_in(world.run("schema migrate", {{"from", "v1"}, {"to", "v2"}}).value().at(0), "message"), "rename /name to label");
  const std::string old = "{\"id\":\"1\",\"name\":\"x\"}\n{\"id\":\"2\"}\n";
  const auto from = file("old.ndjson", old), to = (folder / "new.ndjson").string(), back = (folder / "back.ndjson").string();
  EXPECT_TRUE(world.run("schema migrate", {{"file", from}, {"from", "v1"}, {"to", "v2"}, {"out", to}}));
  EXPECT_EQ(content("new.ndjson"), "{\"id\":\"1\",\"label\":\"x\"}\n{\"id\":\"2\"}\n");
  EXPECT_TRUE(world.run("schema migrate", {{"file", to}, {"from", "v2"}, {"to", "v1"}, {"out", back}}));
  EXPECT_EQ(content("back.ndjson"), old);
  EXPECT_EQ(world.run("schema migrate", {{"file", to}, {"from", "v1"}, {"to", "v2"}, {"out", back}}).error().code, Code::refused) << "they are of v2 already";
  EXPECT_EQ(content("back.ndjson"), old) << "and nothing was written";
  EXPECT_EQ(world.run("schema migrate", {{"file", to}, {"from", "v1"}, {"to", "v2"}}).error().code, Code::invalid_argument) << "no --out";
}

TEST_F(Schemas, StepsThatDoNotLeadThereAreSeen) {
  ASSERT_TRUE(put("thing", first) && put("thing", second));
  ASSERT_TRUE(put_steps("thing", "v1", "v2", "[]"));
  EXPECT_NE(world.run("schema migrate", {{"from", "v1"}, {"to", "v2"}}).error().message.find("the steps fail on a sample"), std::string::npos);
  EXPECT_EQ(put_steps("thing", "v1", "v2", R"([{"op":"fly"}])").status, 400);
  EXPECT_EQ(put_steps("thing", "v1", "v9", "[]").status, 404);
}

TEST_F(Schemas, BecomeTablesAndThatIsRecorded) {
  ASSERT_TRUE(put("thing", first));
  const auto database = (folder / "a.db").string();
  EXPECT_EQ(text_in(world.run("schema deploy", {{"type", "sqlite"}, {"target", database}}).value().at(0), "state"), "created");
  EXPECT_EQ(text_in(world.run("schema deploy", {{"type", "sqlite"}, {"target", database}}).value().at(0), "state"), "unchanged");
  ASSERT_TRUE(put("thing", second));
  EXPECT_EQ(world.run("schema deploy", {{"type", "sqlite"}, {"target", database}}).error().code, Code::refused) << "a column would be gone";
  EXPECT_EQ(world.run("schema deployments list").value().size(), 2u);
  world.caller = {"bob", {"chittyschema:read", "chittyschema:write"}};
  EXPECT_TRUE(world.run("schema deployments list").value().empty()) << "others' are not shown";
}

TEST(Ecosystem, ARecordIsADocumentOfItsOwn) {
  const auto shapes = json::parse(R"({"record":{"title":"A record","type":"object","properties":{"a":{"$ref":"#/$defs/part"}}},"part":{"$ref":"#/$defs/deep/properties/x"},"deep":{"properties":{"x":{"type":"string"}}},"limit":{"type":"integer"}})").as_object();
  const auto made = record_schema(shapes, "record");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->at("$defs").as_object().size(), 2u);
  EXPECT_FALSE(record_schema(shapes, "limit"));
}

}  // namespace
}  // namespace chittyschema

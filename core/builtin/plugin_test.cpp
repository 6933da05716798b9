#include "builtin/plugin.hpp"

#include <gmock/gmock.h>

#include "plugin/catalogue.hpp"
#include "plugin/testing/fake_library.hpp"
#include "plugin/testing/folders.hpp"

namespace chitty::host {
namespace {

using ::testing::HasSubstr;

class PluginCommands : public ::testing::Test {
 protected:
  PluginCommands() {
    folders.put(folders.plugins() / "acme.so",
                testing::FakeLibrary::with_manifest(testing::fake_manifest("acme")).bytes());
    folders.put(folders.plugins() / "notes.so", "a text");
    catalogue = Catalogue::open(folders.paths);
  }
  Result<Reply> info(const std::string& name) {
    return plugin_info(Arguments(json::object({{"name", name}})), context);
  }

  testing::Folders folders;
  Catalogue catalogue = Catalogue::open(folders.paths);
  // What is installed can be asked whatever state the configuration is in.
  BuiltinContext context{
      folders.paths,
      catalogue,
      []() -> Result<Config*> { return make_error(Code::configuration, "The configuration is not needed here."); },
      {}};
};

TEST_F(PluginCommands, ListShowsReadyAndRefusedOnes) {
  const auto reply = plugin_list(Arguments(json::object()), context);
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->all().size(), 2u);
  EXPECT_EQ(reply->all()[0].at("state").as_string(), "ready");
  EXPECT_EQ(reply->all()[0].at("origin").as_string(), "your plugins");
  EXPECT_EQ(reply->all()[1].at("name").as_string(), "notes");
  EXPECT_EQ(reply->all()[1].at("state").as_string(), "refused");
  EXPECT_THAT(std::string(reply->all()[1].at("reason").as_string()), HasSubstr("is not a library"));
}

TEST_F(PluginCommands, InfoTellsAllOfOneByAnyOfItsNames) {
  const auto reply = info("acme");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->value().at("abi").as_string(), "1.0");
  EXPECT_EQ(reply->value().at("commands").as_array().size(), 1u);
  EXPECT_EQ(reply->value().at("sha256").as_string().size(), 64u);
  EXPECT_EQ(info("notes")->value().at("state").as_string(), "refused");
}

// A path is a file, wherever it lies; also one that no search place has.
TEST_F(PluginCommands, InfoOfAPath) {
  testing::FakeLibrary foreign = testing::FakeLibrary::with_manifest(testing::fake_manifest("board"));
  foreign.machine = EM_AARCH64;
  const auto path = folders.put(folders.root / "elsewhere" / "board.so", foreign.bytes());
  const auto reply = info(path);
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->value().at("name").as_string(), "board");
  EXPECT_EQ(reply->value().at("state").as_string(), "refused");
  EXPECT_THAT(std::string(reply->value().at("reason").as_string()), HasSubstr("is for aarch64"));
  EXPECT_EQ(reply->value().at("commands").as_array().size(), 1u);
  EXPECT_EQ(info("/nowhere/board.so").error().code, Code::not_found);
}

// A file that would be refused is not loaded: one row, and a verdict after it.
TEST_F(PluginCommands, CheckOfARefusedFile) {
  const auto path = folders.put(folders.root / "notes.so", "a text");
  const auto reply = plugin_check(Arguments(json::object({{"file", path}})), context)->act();
  ASSERT_TRUE(reply) << reply.error().message;
  ASSERT_EQ(reply->all().size(), 1u);
  EXPECT_EQ(reply->all()[0].at("state").as_string(), "fail");
  ASSERT_TRUE(context.verdict);
  EXPECT_EQ(context.verdict->code, Code::refused);
  EXPECT_THAT(context.verdict->message, HasSubstr("fails 1 of 1 checks"));
}

TEST_F(PluginCommands, InfoOfNothingSuggestsTheNearest) {
  const auto reply = info("acne");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Code::not_found);
  EXPECT_THAT(reply.error().hint, HasSubstr("acme"));
}

}  // namespace
}  // namespace chitty::host

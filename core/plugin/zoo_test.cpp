// The broken plugins of tests/zoo, as files and as loaded libraries. What crashes, hangs or throws needs a process of
// its own and is tested with the whole program.
#include "plugin/testing/zoo.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <algorithm>

namespace chitty::host {
namespace {

using ::testing::AllOf;
using testing::folder_of;
using ::testing::HasSubstr;
using testing::run;
using testing::Zoo;

// --- refused from its bytes, never loaded ---

struct RefusedCase {
  const char *animal, *reason;
};
class RefusedAnimal : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedAnimal, IsARowWithItsReasonBesideAGoodOne) {
  const Zoo zoo(folder_of(GetParam().animal).string() + ":" + folder_of("good-cpp").string());
  const auto catalogue = zoo.open();
  ASSERT_EQ(catalogue.size(), 2u);
  EXPECT_THAT(std::string(catalogue.row(0).reason),
              AllOf(HasSubstr(std::string(catalogue.row(0).path)), HasSubstr(GetParam().reason)));
  EXPECT_NE(catalogue.row(0).hint, "");
  EXPECT_TRUE(catalogue.find("zoo-cpp"));
  EXPECT_FALSE(catalogue.find(GetParam().animal));
  EXPECT_TRUE(catalogue.find_refused(GetParam().animal));  // asking for the command says why
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, RefusedAnimal,
    ::testing::Values(
        RefusedCase{"text-file", "is not a library: it is text"},
        RefusedCase{"empty-file", "is not a library: it is empty"}, RefusedCase{"cut-in-record", "is cut off"},
        RefusedCase{"cut-tail", "is cut off"}, RefusedCase{"other-architecture", "is for aarch64, this is x86_64"},
        RefusedCase{"no-manifest", "has no manifest"}, RefusedCase{"long-length", "follow in the file"},
        RefusedCase{"wrong-hash", "does not match its SHA-256"}, RefusedCase{"newer-record", "version 2"},
        RefusedCase{"two-records", "more than one manifest"},
        RefusedCase{"second-record-at-end", "more than one manifest"}, RefusedCase{"bad-json", "not proper JSON"},
        RefusedCase{"not-object", "not a JSON object"}, RefusedCase{"deep-manifest", "nested deeper"},
        RefusedCase{"not-utf8", "not proper JSON"}, RefusedCase{"twice-named", "the key 'name' appears twice"},
        RefusedCase{"huge-manifest", "at most 1 MiB"}, RefusedCase{"bad-schema", "/commands/0/effect"},
        RefusedCase{"no-name", "name"}, RefusedCase{"newer-format", "format 2"},
        RefusedCase{"newer-major", "built for ABI 2.0, this host offers ABI 1.0"},
        RefusedCase{"newer-minor", "built for ABI 1.999, this host offers ABI 1.0"},
        RefusedCase{"unknown-extension", "acme.teleport/1"}, RefusedCase{"unknown-key", "hologram"},
        RefusedCase{"refused-unloaded", "acme.teleport/1"}, RefusedCase{"two-symbols", "exports more than its entry: "},
        RefusedCase{"no-entry", "does not export chitty_plugin_entry_v1"}),
    [](const auto& one) {
      std::string name = one.param.animal;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

// --- usable by its manifest, found out when opened or called ---

struct FaultCase {
  const char* animal;
  Code code;
  const char* sentence;
};
class FaultyAnimal : public ::testing::TestWithParam<FaultCase> {};

TEST_P(FaultyAnimal, IsNamedWithItsFault) {
  const Zoo zoo(folder_of(GetParam().animal).string());
  const auto catalogue = zoo.open();
  const auto found = catalogue.find(GetParam().animal);
  ASSERT_TRUE(found) << catalogue.row(0).reason;
  const auto done = [&]() -> Result<void> {
    const auto plugin = run(found->row);
    if (!plugin) return plugin.error();
    return plugin->invoke(nullptr, std::string(GetParam().animal) + " echo", "{}");
  }();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, GetParam().code) << done.error().message;
  EXPECT_THAT(done.error().message, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, FaultyAnimal,
    ::testing::Values(FaultCase{"missing-symbol", Code::plugin_fault, "undefined symbol"},
                      FaultCase{"host-symbol", Code::plugin_fault, "undefined symbol"},
                      FaultCase{"missing-library", Code::plugin_fault, "libchitty_zoo_stand_in.so"},
                      FaultCase{"wrong-name", Code::plugin_fault, "calls itself 'somebody-else'"},
                      FaultCase{"wrong-version", Code::plugin_fault, "says version '9.9.9'"},
                      FaultCase{"lying-major", Code::not_supported, "this host offers ABI 1.0"},
                      FaultCase{"lying-minor", Code::not_supported, "at least 1.999"},
                      FaultCase{"entry-refuses", Code::not_supported, "This plugin wants the moon"},
                      FaultCase{"entry-status", Code::plugin_fault, "code 123456"},
                      FaultCase{"entry-nothing", Code::plugin_fault, "filled in nothing"},
                      FaultCase{"entry-null", Code::plugin_fault, "get_extension"},
                      FaultCase{"entry-small", Code::plugin_fault, "filled 16 bytes"},
                      FaultCase{"entry-huge", Code::plugin_fault, "filled 4294967295 bytes"},
                      FaultCase{"no-extension", Code::plugin_fault, "has no function for it"},
                      FaultCase{"null-slots", Code::plugin_fault, "without the functions"},
                      FaultCase{"no-handler", Code::plugin_fault, "has no function for it"},
                      FaultCase{"unknown-status", Code::plugin_fault, "code 123456"},
                      FaultCase{"new-code", Code::not_found, ""},
                      FaultCase{"negative-status", Code::plugin_fault, "code -7"},
                      FaultCase{"wordless", Code::not_found,
                                "The plugin 'wordless' failed in 'wordless echo' without saying why"},
                      FaultCase{"bad-error", Code::conflict, "not UTF-8"}),
    [](const auto& one) {
      std::string name = one.param.animal;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(Zoo, TheGoodOnesOpenAndListTheirHandlers) {
  for (const char* animal : {"good-c", "good-cpp", "ignored-key", "polls", "counts-one", "slow-entry"}) {
    const Zoo zoo(folder_of(animal).string());
    const auto catalogue = zoo.open();
    ASSERT_EQ(catalogue.size(), 1u);
    EXPECT_EQ(catalogue.row(0).reason, "");
    const auto plugin = run(catalogue.row(0));
    ASSERT_TRUE(plugin) << plugin.error().message;
    EXPECT_TRUE(plugin->has_commands());
    EXPECT_EQ(plugin->handlers().size(), 1u);
    EXPECT_EQ(plugin->path(), catalogue.row(0).path);
  }
}

TEST(Zoo, ReservedAndTakenRoots) {
  const Zoo zoo(folder_of("good-c").string() + ":" + folder_of("root-taken").string() + ":" +
                folder_of("reserved-root").string());
  const auto catalogue = zoo.open();
  EXPECT_EQ(catalogue.find("zoo")->row.name, "zoo");
  EXPECT_THAT(std::string(catalogue.find("root-taken")->row.note), HasSubstr("'zoo'"));
  EXPECT_FALSE(catalogue.find("plugin"));
  EXPECT_THAT(std::string(catalogue.find("reserved-root")->row.note), HasSubstr("chitty itself"));
}

}  // namespace
}  // namespace chitty::host

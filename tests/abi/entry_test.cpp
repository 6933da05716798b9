// The rules of the entry: versions, sizes, extensions.
#include <cstring>

#include "zoo.hpp"

namespace chitty {
namespace {

TEST(Abi, ABI_01_EveryGoodPluginHasTheOneEntry) {
  for (const auto& file : good_files()) EXPECT_NE(entry_of(file), nullptr) << file;
  EXPECT_EQ(entry_of(zoo_file("no-entry")), nullptr);
}

TEST(Abi, ABI_02_AnotherMajorIsRefusedAndNothingIsTouched) {
  chitty_host host = testkit::host_table();
  host.abi_major = 2;
  for (const auto& file : {zoo_file("good-cpp", "zoo-cpp"), std::string(KEPT)}) {
    chitty_plugin plugin{};
    plugin.struct_size = sizeof plugin;
    EXPECT_EQ(entry_of(file)(&host, &plugin, nullptr), CHITTY_NOT_SUPPORTED) << file;
    EXPECT_EQ(plugin.get_extension, nullptr);
    EXPECT_EQ(plugin.abi_major, 0u);
  }
}

TEST(Abi, ABI_02_EachStatesWhatItIsBuiltForAndNeeds) {
  for (const auto& file : good_files()) {
    const auto plugin = testkit::Plugin::open(file).value();
    EXPECT_EQ(plugin.table().abi_major, CHITTY_ABI_MAJOR);
    EXPECT_LE(plugin.table().abi_minor_min, plugin.table().abi_minor);
    EXPECT_LE(plugin.table().struct_size, sizeof(chitty_plugin));
    EXPECT_FALSE(plugin.name().empty());
    EXPECT_FALSE(plugin.version().empty());
  }
}

TEST(Abi, ABI_03_TheEntryRepeatsWhatAManifestMayLieAbout) {
  EXPECT_EQ(testkit::Plugin::open(zoo_file("lying-minor")).value().table().abi_minor_min, 999u);
  EXPECT_EQ(testkit::Plugin::open(zoo_file("lying-major")).value().table().abi_major, 2u);
  EXPECT_NE(testkit::Plugin::open(zoo_file("wrong-name")).value().name(), "wrong-name");
}

TEST(Abi, ABI_06_AHostThatEndsEarlyIsRefused) {
  chitty_host host = testkit::host_table();
  host.struct_size = offsetof(chitty_host, get_extension);
  for (const auto& file : {zoo_file("good-cpp", "zoo-cpp"), std::string(KEPT)}) {
    chitty_plugin plugin{};
    plugin.struct_size = sizeof plugin;
    EXPECT_EQ(entry_of(file)(&host, &plugin, nullptr), CHITTY_INVALID_ARGUMENT) << file;
  }
}

TEST(Abi, ABI_06_WhatLiesBeyondTheStatedSizeIsNotThere) {
  EXPECT_FALSE(testkit::Plugin::open(zoo_file("entry-small")));
  chitty_error error{};
  error.struct_size = offsetof(chitty_error, owner);  // too small to carry a release: then it carries nothing
  EXPECT_EQ(abi::fill(&error, make_error(Code::conflict, "no")), CHITTY_CONFLICT);
  EXPECT_EQ(error.message.ptr, nullptr);
}

// A host of a later minor has a larger struct: the plugin fills its own part and leaves the rest alone.
TEST(Abi, ABI_07_ALargerCapacityKeepsItsTail) {
  struct Later {
    chitty_plugin known;
    unsigned char tail[64];
  };
  for (const auto& file : good_files()) {
    Later later;
    std::memset(&later, 0xA5, sizeof later);
    later.known.struct_size = sizeof later;
    ASSERT_EQ(entry_of(file)(&testkit::host_table(), &later.known, nullptr), CHITTY_OK) << file;
    EXPECT_LE(later.known.struct_size, sizeof(chitty_plugin));
    for (const unsigned char byte : later.tail) ASSERT_EQ(byte, 0xA5) << file;
  }
}

TEST(Abi, ABI_07_ACapacityOfNothingIsRefused) {
  for (const auto& file : good_files()) {
    chitty_plugin plugin{};
    EXPECT_EQ(entry_of(file)(&testkit::host_table(), &plugin, nullptr), CHITTY_INVALID_ARGUMENT) << file;
  }
}

TEST(Abi, ABI_09_UnknownIdsAreNullAndIdsAreComparedWhole) {
  for (const auto& file : good_files()) {
    const auto plugin = testkit::Plugin::open(file).value();
    EXPECT_NE(plugin.extension(CHITTY_EXT_COMMANDS), nullptr);
    for (const std::string_view id :
         {"", "chitty.commands", "chitty.commands/", "chitty.commands/2", "chitty.commands/1 ", "chitty.commands/10",
          "xchitty.commands/1", "org.example.cache/1", "CHITTY.COMMANDS/1"})
      EXPECT_EQ(plugin.extension(id), nullptr) << file << " " << id;
    EXPECT_EQ(plugin.extension(std::string_view("chitty.commands/1\0", 18)), nullptr) << file;
  }
  EXPECT_NE(testkit::Plugin::open(zoo_file("any-extension")).value().extension("org.example.cache/1"), nullptr);
}

TEST(Abi, ABI_11_NothingUnstableIsOfferedByDefault) {
  for (const auto& file : good_files())
    EXPECT_EQ(testkit::Plugin::open(file).value().extension("chitty.unstable.commands/1"), nullptr) << file;
  for (const auto& [id, table] : testkit::offered()) EXPECT_EQ(id.find("unstable"), std::string::npos);
}

// A host offers fewer tables, or an older one with fewer slots: a normal answer, not a crash.
TEST(Abi, ABI_08_AMissingTableOrSlotIsNotSupported) {
  static chitty_output older = testkit::tables::output();
  older.struct_size = offsetof(chitty_output, record);
  static const chitty_output empty{sizeof(chitty_output), 0, nullptr, nullptr, nullptr, nullptr};
  for (const void* table :
       {static_cast<const void*>(nullptr), static_cast<const void*>(&older), static_cast<const void*>(&empty)}) {
    testkit::offer(CHITTY_EXT_OUTPUT, table);
    testkit::FakeHost host;
    const auto done = testkit::Plugin::open(zoo_file("good-cpp", "zoo-cpp")).value().run(host, "zoo-cpp echo");
    EXPECT_EQ(done.error().code, Code::not_supported);
    EXPECT_NE(done.error().message.find(CHITTY_EXT_OUTPUT), std::string::npos);
  }
  testkit::offer(CHITTY_EXT_OUTPUT, &testkit::tables::output());
}

TEST(Abi, ABI_08_AnUnknownCodeIsItsClass) {
  testkit::FakeHost host;
  const auto done = testkit::Plugin::open(zoo_file("new-code")).value().run(host, "new-code echo");
  EXPECT_EQ(done.error().kind(), Kind::not_found);
}

TEST(Abi, ABI_23_TheEntryMayBeCalledAgain) {
  for (const auto& file : good_files())
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(testkit::Plugin::open(file)) << file;
}

TEST(Abi, ABI_28_APluginOfThisMinorRunsInALaterOne) {
  chitty_host later = testkit::host_table();
  later.abi_minor = 7;
  for (const auto& file : good_files()) EXPECT_TRUE(testkit::Plugin::of(entry_of(file), later)) << file;
}

}  // namespace
}  // namespace chitty

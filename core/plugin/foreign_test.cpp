// Real plugins for other systems, as their own linkers made them (tests/zoo/foreign): whose they are is said, and their
// manifest is found where their section table says.
#include <gmock/gmock.h>

#include <filesystem>

#include "base/files.hpp"
#include "plugin/candidate.hpp"
#include "plugin/object_file.hpp"

namespace chitty::host {
namespace {

using ::testing::HasSubstr;
using Format = ObjectFile::Format;

struct Case {
  const char* file;
  Format format;
  const char *system, *machine;
  std::string_view section_name;  // as it stands in the section table
};

class Foreign : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const auto path = std::filesystem::path(CHITTY_BUILD_DIR) / "foreign" / GetParam().file;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no compiler for " << GetParam().system << " is installed";
    bytes = read_file(path).value();
  }
  std::size_t mark() const {
    const auto first = bytes.find(
        "\x7f"
        "chitty-");
    return first;
  }
  Candidate examined() const { return examine("/p/hello-c", bytes, this_host()); }

  std::string bytes;
};

TEST_P(Foreign, ABI_27_TheManifestIsWhereTheSectionTableSays) {
  const auto file = read_object_file(bytes);
  EXPECT_EQ(file.format, GetParam().format);
  EXPECT_EQ(file.system, GetParam().system);
  EXPECT_EQ(file.machine, GetParam().machine);
  EXPECT_TRUE(file.is_library);
  EXPECT_EQ(file.damage, "");
  ASSERT_TRUE(file.section);
  EXPECT_EQ(file.section->offset, mark());
  EXPECT_EQ(file.section->offset % 16, 0u);
  const auto payload = read_record(bytes, file.section);
  ASSERT_TRUE(payload) << payload.error().message;
  EXPECT_LE(payload->size() + 64, file.section->size);
}

TEST_P(Foreign, IsKnownByItsManifestAndRefusedForItsSystem) {
  const auto candidate = examined();
  EXPECT_EQ(candidate.name, "hello-c");
  EXPECT_EQ(candidate.version, "1.0.0");
  EXPECT_FALSE(candidate.manifest.empty());
  EXPECT_THAT(candidate.reason, HasSubstr("is for " + std::string(GetParam().system) + " on " + GetParam().machine +
                                          ", this is Linux on " + this_host().machine));
  EXPECT_THAT(candidate.hint, HasSubstr("Get the build for Linux"));
}

// On its own system it would be a plugin like any other, as far as its bytes can say.
TEST_P(Foreign, ABI_03_WouldPassForAHostOfItsOwn) {
  HostOffer own = this_host();
  own.system = GetParam().system;
  own.machine = GetParam().machine;
  // Only ELF files are asked for their exports: no other host of ours exists yet.
  EXPECT_THAT(examine("/p/hello-c", bytes, own).reason, HasSubstr("does not export chitty_plugin_entry_v1"));
}

// Without its section's name it is found by its mark; with a table that points elsewhere it is refused.
TEST_P(Foreign, ABI_27_TheSectionTableIsHeldAgainstTheBytes) {
  const auto name = bytes.find(GetParam().section_name);
  ASSERT_NE(name, std::string::npos);
  bytes[name + 2] = 'X';
  EXPECT_FALSE(read_object_file(bytes).section);
  EXPECT_EQ(examined().name, "hello-c");
  bytes[name + 2] = GetParam().section_name[2];
  const auto section = read_object_file(bytes).section.value();
  EXPECT_FALSE(read_record(bytes, FileRange{section.offset + 16, section.size}));
}

TEST_P(Foreign, CutOrDoubledItIsRefusedAllTheSame) {
  const std::string whole = bytes;
  for (std::size_t size = 0; size < whole.size(); size += 997) {
    bytes = whole.substr(0, size);
    EXPECT_NE(examined().reason, "") << size;
  }
  const auto record = whole.substr(mark(), 1024);
  bytes = whole + std::string((16 - whole.size() % 16) % 16, '\0') + record;
  const auto twice = read_record(bytes, std::nullopt);
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().message, HasSubstr("more than one manifest"));
}

INSTANTIATE_TEST_SUITE_P(
    Real, Foreign,
    ::testing::Values(Case{"windows-x86_64/hello-c.dll", Format::pe, "Windows", "x86_64", ".chitty"},
                      Case{"macos-x86_64/hello-c.dylib", Format::macho, "macOS", "x86_64", "__chitty_mf"},
                      Case{"macos-arm64/hello-c.dylib", Format::macho, "macOS", "aarch64", "__chitty_mf"}),
    [](const auto& one) { return std::string(one.param.system) + "_" + one.param.machine; });

}  // namespace
}  // namespace chitty::host

#include "plugin/catalogue_records.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "plugin/testing/fake_library.hpp"
#include "plugin/testing/folders.hpp"

namespace chitty::host {
namespace {

using testing::fake_manifest;
using testing::FakeLibrary;
using testing::Folders;

TEST(CatalogueRecords, UsedOnesHaveTheirManifestAndRefusedOnesTheirReason) {
  Folders folders;
  folders.put(folders.plugins() / "zebra.so", FakeLibrary::with_manifest(fake_manifest("zebra")).bytes());
  folders.put(folders.plugins() / "acme.so", FakeLibrary::with_manifest(fake_manifest("acme", R"(,"publisher":"x")")).bytes());
  folders.put(folders.plugins() / "broken.so", "not a library");
  json::array records;
  ASSERT_TRUE(catalogue_records(Catalogue::open(folders.paths), [&](std::string_view text) {
    records.push_back(json::parse(text));
    return Result<void>();
  }));
  ASSERT_EQ(records.size(), 3u);
  EXPECT_FALSE(records[0].at("reason").as_string().empty());
  EXPECT_FALSE(records[0].as_object().contains("manifest"));
  EXPECT_TRUE(std::string_view(records[0].at("path").as_string()).ends_with("broken.so"));
  EXPECT_EQ(records[1].at("name"), "acme");
  EXPECT_EQ(records[1].at("manifest").at("publisher"), "x");
  EXPECT_EQ(records[1].at("sha256").as_string().size(), 64u);
  EXPECT_FALSE(records[1].as_object().contains("reason"));
  EXPECT_EQ(records[2].at("name"), "zebra");
}

TEST(CatalogueRecords, StopsWhereTheReaderWantsNoMore) {
  Folders folders;
  for (const char* name : {"a", "b"}) folders.put(folders.plugins() / (std::string(name) + ".so"), FakeLibrary::with_manifest(fake_manifest(name)).bytes());
  int taken = 0;
  const auto done = catalogue_records(Catalogue::open(folders.paths), [&](std::string_view) -> Result<void> {
    ++taken;
    return make_error(Code::cancelled, "Enough.");
  });
  EXPECT_EQ(done.error().code, Code::cancelled);
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace chitty::host

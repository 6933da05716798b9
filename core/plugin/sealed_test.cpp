// The bytes hashed are the bytes loaded (ABI-26), with a real library.
#include "plugin/sealed.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include "base/files.hpp"
#include "plugin/testing/zoo.hpp"

namespace chitty::host {
namespace {

namespace fs = std::filesystem;
using testing::folder_of;
using testing::Folders;
using ::testing::HasSubstr;
using testing::run;
using testing::Zoo;

class Sealed : public ::testing::Test {
 protected:
  Sealed() : zoo((folder()).string()), bytes(*read_file(folder_of("good-c") / "zoo.so")) {}
  fs::path folder() const { return fs::temp_directory_path() / ("chitty-sealed-" + std::to_string(::getpid())); }
  ~Sealed() override { fs::remove_all(folder()); }
  std::string add() const {
    const auto path = zoo.put(folder() / "zoo.so", bytes);
    ::chmod(path.c_str(), 0600);
    ::chmod(folder().c_str(), 0700);
    return path;
  }

  Zoo zoo;
  std::string bytes;
};

TEST_F(Sealed, ABI_26_AnOwnersOwnFileIsLoadedAsItIs) {
  const auto path = add();
  Folders::settle();
  const auto catalogue = zoo.open();
  const auto loadable = loadable_path(catalogue.row(0));
  ASSERT_TRUE(loadable) << loadable.error().message;
  EXPECT_EQ(*loadable, path);
}

TEST_F(Sealed, ABI_26_WhatOthersCanWriteIsNotLoaded) {
  const auto path = add();
  Folders::settle();
  const auto before = zoo.open();
  ::chmod(folder().c_str(), 0777);
  EXPECT_THAT(run(before.row(0)).error().message, HasSubstr(path + " is not loaded: its folder"));

  // The next one that looks says so in the list, with the command that changes it, which does.
  const auto after = zoo.open();
  const auto row = after.row(0);
  EXPECT_THAT(std::string(row.reason), HasSubstr("can be written by others (mode 0777)"));
  EXPECT_THAT(std::string(row.hint), HasSubstr("chmod go-w " + folder().string()));
  ::chmod(folder().c_str(), 0755);
  const auto closed = zoo.open();
  EXPECT_EQ(closed.row(0).reason, "");
}

TEST_F(Sealed, ABI_26_AYoungFileIsLoadedFromASealedCopy) {
  const auto path = add();
  auto catalogue = zoo.open();
  auto row = catalogue.row(0);
  row.proven = false;  // as it is within the first 50 ms
  const auto loadable = loadable_path(row);
  ASSERT_TRUE(loadable) << loadable.error().message;
  EXPECT_THAT(*loadable, HasSubstr("/proc/self/fd/"));
  EXPECT_EQ(::open(loadable->c_str(), O_RDWR | O_TRUNC | O_CLOEXEC), -1);  // sealed
  const auto plugin = run(row);
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_EQ(plugin->path(), path);
}

TEST_F(Sealed, ABI_26_ALinkIsLoadedByWhereItLeads) {
  const auto path = add();
  const auto link = folder() / "links";
  fs::create_directory(link);
  fs::create_symlink(path, link / "zoo.so");
  Folders::settle();
  const Zoo through(link.string());
  const auto catalogue = through.open();
  const auto loadable = loadable_path(catalogue.row(0));
  ASSERT_TRUE(loadable) << loadable.error().message;
  EXPECT_EQ(*loadable, path);
}

TEST_F(Sealed, ABI_26_AFileChangedSinceItWasLookedAtIsNotOpened) {
  const auto path = add();
  Folders::settle();
  const auto catalogue = zoo.open();
  const auto row = catalogue.row(0);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  add();
  EXPECT_THAT(run(row).error().message, HasSubstr("changed on disk"));
  fs::remove(path);
  EXPECT_THAT(run(row).error().message, HasSubstr("changed on disk"));
}

// Two copies in one process: each its own, though the loader knows libraries by path.
TEST_F(Sealed, ABI_25_TwoSealedCopiesShareNothing) {
  const Zoo both(folder_of("counts-one").string() + ":" + folder_of("counts-two").string());
  const auto catalogue = both.open();
  const auto one = sealed_copy(catalogue.row(0)), two = sealed_copy(catalogue.row(1));
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
}

}  // namespace
}  // namespace chitty::host

#include "base/trust.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace chitty::host {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Trust : public ::testing::Test {
 protected:
  Trust() {
    fs::create_directories(folder / "inner");
    std::ofstream(file()) << "x";
    for (const auto& path : {folder, folder / "inner"}) ::chmod(path.c_str(), 0755);
    ::chmod(file().c_str(), 0644);
  }
  ~Trust() override { fs::remove_all(folder); }

  fs::path file() const { return folder / "inner/file"; }
  std::string why(Reach reach) const {
    const auto doubt = distrust(file(), reach);
    return doubt ? doubt->why + "; " + doubt->mend : "";
  }

  const fs::path folder = fs::temp_directory_path() / ("chitty-trust-" + std::to_string(::getpid()));
};

TEST_F(Trust, WhatOnlyOneselfCanWriteIsBelieved) {
  for (const auto reach : {Reach::file, Reach::folder, Reach::all}) EXPECT_EQ(why(reach), "");
}

TEST_F(Trust, AFileThatOthersCanWriteIsNot) {
  ::chmod(file().c_str(), 0666);
  EXPECT_EQ(why(Reach::file), "it can be written by others (mode 0666); chmod go-w " + file().string());
}

TEST_F(Trust, AFolderThatOthersCanWriteIsNot) {
  ::chmod((folder / "inner").c_str(), 0777);
  EXPECT_EQ(why(Reach::file), "");
  EXPECT_THAT(why(Reach::folder), HasSubstr("its folder " + (folder / "inner").string() + " can be written by others (mode 0777); chmod go-w"));
  ::chmod((folder / "inner").c_str(), 0755);
  ::chmod(folder.c_str(), 0777);
  EXPECT_EQ(why(Reach::folder), "");
  EXPECT_THAT(why(Reach::all), HasSubstr("a folder above it, " + folder.string() + ", can be written by others"));
  ::chmod(folder.c_str(), 01777);
  EXPECT_EQ(why(Reach::all), "");
}

TEST_F(Trust, ALinkIsJudgedByWhereItLeads) {
  const auto link = folder / "link";
  fs::create_symlink(file(), link);
  ::chmod((folder / "inner").c_str(), 0777);
  const auto doubt = distrust(link, Reach::folder);
  ASSERT_TRUE(doubt);
  EXPECT_THAT(doubt->why, HasSubstr("inner"));
}

TEST_F(Trust, WhatIsAnothersIsNotBelieved) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chown(file().c_str(), 1, 1), 0);
  EXPECT_THAT(why(Reach::file), HasSubstr("it belongs to daemon (uid 1); chown root "));
  ASSERT_EQ(::chown(file().c_str(), 64'321, 0), 0);
  EXPECT_THAT(why(Reach::file), HasSubstr("it belongs to uid 64321; chown root "));
}

TEST_F(Trust, RootBelievesNoGroup) {
  if (::geteuid() != 0) GTEST_SKIP() << "a rule for root";
  ::chmod(file().c_str(), 0664);
  EXPECT_THAT(why(Reach::file), HasSubstr("can be written by others (mode 0664)"));
}

TEST_F(Trust, WhatIsNotThereIsNobodys) {
  fs::remove(file());
  EXPECT_EQ(why(Reach::all), "");
}

}  // namespace
}  // namespace chitty::host

#include "key_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace chittyregister {
namespace {

struct KeyFiles : ::testing::Test {
  KeyFiles() {
    std::string made = (std::filesystem::temp_directory_path() / "key-files-XXXXXX").string();
    folder = ::mkdtemp(made.data());
  }
  ~KeyFiles() override { std::filesystem::remove_all(folder); }
  std::string text(const std::string& name) const {
    std::stringstream all;
    all << std::ifstream(folder + "/" + name).rdbuf();
    return all.str();
  }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {})); }
  std::string folder;
};

TEST_F(KeyFiles, AKeyIsItsOwnersAloneFromTheFirstByteOn) {
  std::ofstream(folder + "/a.key") << "before";
  ::chmod((folder + "/a.key").c_str(), 0666);
  auto file = NewFile::beside(folder + "/a.key", true).value();
  ASSERT_TRUE(file.write("secret"));
  EXPECT_EQ(text("a.key"), "before") << "until all is there";
  ASSERT_TRUE(file.exchange());
  EXPECT_EQ(text("a.key"), "secret");
  struct stat is {};
  ::stat((folder + "/a.key").c_str(), &is);
  EXPECT_EQ(is.st_mode & 0777, 0600u);
}

TEST_F(KeyFiles, WhatIsNotExchangedLeavesNothing) {
  { ASSERT_TRUE(NewFile::beside(folder + "/a.key", true).value().write("secret")); }
  EXPECT_EQ(files(), 0u);
}

TEST_F(KeyFiles, AFolderThatIsNotThereIsToldBeforeAnythingIsAsked) {
  const auto none = NewFile::beside(folder + "/no/a.key", true);
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("No such file or directory"), std::string::npos);
  EXPECT_EQ(none.error().code, chitty::Code::configuration);
}

}  // namespace
}  // namespace chittyregister

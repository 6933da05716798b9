// What is refused, each in a sentence; and what changes while it is read.
#include "source_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace chittyverify {
namespace {

using namespace chitty;

struct Source : ::testing::Test {
  Source() {
    std::string made = (std::filesystem::temp_directory_path() / "source-XXXXXX").string();
    folder = ::mkdtemp(made.data());
    write("content");
  }
  ~Source() override { std::filesystem::remove_all(folder); }

  void write(const std::string& text) const { std::ofstream(path()) << text; }
  std::string path(const std::string& name = "file") const { return folder + "/" + name; }
  static std::string refused(const std::string& path) {
    const auto file = SourceFile::open(path);
    return file ? "opened" : file.error().message;
  }

  std::string folder;
};

TEST_F(Source, IsReadAtAnyPlace) {
  const auto file = SourceFile::open(path()).value();
  char buffer[16];
  EXPECT_EQ(file.size(), 7);
  EXPECT_EQ(file.read(buffer, sizeof buffer, 3).value(), 4u);
  EXPECT_EQ(std::string(buffer, 4), "tent");
  EXPECT_EQ(file.read(buffer, sizeof buffer, 7).value(), 0u);
  EXPECT_EQ(file.name(), "file");
  EXPECT_TRUE(file.unchanged());
}

TEST_F(Source, OnlyARegularFileWithSomethingInItIsEvidence) {
  EXPECT_EQ(refused(folder), "cannot submit '" + folder + "': it is a directory");
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(refused(path("pipe")), "cannot submit '" + path("pipe") + "': it is a pipe, which has no size and no time");
  EXPECT_EQ(refused("-"), "cannot submit '-': standard input has no size and no time");
  EXPECT_EQ(refused("/dev/null"), "cannot submit '/dev/null': it is not a regular file");
  std::filesystem::resize_file(path(), (std::uintmax_t(1) << 40) + 1);  // a hole
  EXPECT_EQ(refused(path()), "cannot submit '" + path() + "': it has more than 1 TiB");
  write("");
  EXPECT_EQ(refused(path()), "cannot submit '" + path() + "': it is empty");
  EXPECT_EQ(refused(path("nothing")), "cannot read file '" + path("nothing") + "': No such file or directory");
  std::filesystem::create_symlink("round", path("round"));
  EXPECT_EQ(refused(path("round")), "cannot read file '" + path("round") + "': Too many levels of symbolic links") << "as one that others may not read";
}

TEST_F(Source, AChangeIsSeen) {
  const auto file = SourceFile::open(path()).value();
  write("content and more");
  EXPECT_EQ(file.unchanged().error().code, Code::conflict);
  EXPECT_NE(file.unchanged().error().message.find("changed while it was sent"), std::string::npos);
}

TEST_F(Source, AChangeOfTheSameLengthIsSeen) {
  const auto file = SourceFile::open(path()).value();
  std::filesystem::last_write_time(path(), std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_FALSE(file.unchanged());
}

TEST_F(Source, OneThatVanishesOrIsReplacedIsSeen) {
  const auto file = SourceFile::open(path()).value();
  std::filesystem::rename(path(), path("elsewhere"));
  EXPECT_NE(file.unchanged().error().message.find("removed or replaced"), std::string::npos);
  write("content");
  EXPECT_NE(file.unchanged().error().message.find("removed or replaced"), std::string::npos);
}

TEST_F(Source, IsKnownAgainUntilItChanges) {
  const auto first = SourceFile::open(path()).value().identity();
  EXPECT_EQ(SourceFile::open(path()).value().identity(), first);
  write("content and more");
  EXPECT_NE(SourceFile::open(path()).value().identity(), first);
}

}  // namespace
}  // namespace chittyverify

#include "base/files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace chitty::host {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/chitty-files-XXXXXX";
    folder = ::mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder); }
  fs::path folder;
};

TEST_F(Files, ReplaceWritesWhole0600AndMakesFolders) {
  const auto path = folder / "a" / "b" / "file";
  ASSERT_TRUE(replace_file(path, "one"));
  ASSERT_TRUE(replace_file(path, "two"));
  EXPECT_EQ(read_file(path).value(), "two");
  struct stat facts {};
  ::stat(path.c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ::stat((folder / "a").c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST_F(Files, RewriteKeepsTheVeryFile) {
  const auto path = folder / "mounted";
  ASSERT_TRUE(replace_file(path, "a longer text"));
  struct stat before {};
  struct stat after {};
  ::stat(path.c_str(), &before);
  ASSERT_TRUE(rewrite_file(path, "short"));
  ::stat(path.c_str(), &after);
  EXPECT_EQ(read_file(path).value(), "short");
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_FALSE(rewrite_file(folder / "none", "x"));
}

TEST_F(Files, MissingFileIsNotFoundAndNamesThePath) {
  const auto read = read_file(folder / "none");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::not_found);
  EXPECT_EQ(read.error().message, "Cannot read " + (folder / "none").string() + ": No such file or directory");
}

TEST_F(Files, FullDiskLeavesTheOldFileAndNothingBeside) {
  const auto path = folder / "file";
  ASSERT_TRUE(replace_file(path, "old"));
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{4, 4};
    ::setrlimit(RLIMIT_FSIZE, &none);
    ::_exit(replace_file(path, std::string(100, 'x')) ? 0 : 7);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(read_file(path).value(), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(Files, LockHoldsOthersOut) {
  const auto path = folder / "counter";
  ASSERT_TRUE(replace_file(path, "0"));
  for (int i = 0; i < 4; ++i)
    if (::fork() == 0) {
      for (int n = 0; n < 25; ++n) {
        auto lock = FileLock::take(path);
        (void)replace_file(path, std::to_string(std::stoi(read_file(path).value()) + 1));
      }
      ::_exit(0);
    }
  while (::wait(nullptr) > 0) {
  }
  EXPECT_EQ(read_file(path).value(), "100");
}

TEST_F(Files, MapsAndAnEmptyFileIsEmpty) {
  ASSERT_TRUE(replace_file(folder / "m", "mapped"));
  EXPECT_EQ(MappedFile::open(folder / "m").value().bytes(), "mapped");
  ASSERT_TRUE(replace_file(folder / "e", ""));
  EXPECT_TRUE(MappedFile::open(folder / "e").value().bytes().empty());
  EXPECT_FALSE(MappedFile::open(folder));
}

}  // namespace
}  // namespace chitty::host

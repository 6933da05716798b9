#include "daemon/store/blobs.hpp"

#include "base/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/resource.h>

namespace chitty::host::daemon {
namespace {

class BlobsTest : public testing::Test {
 protected:
  BlobsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-blobs-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~BlobsTest() override { std::filesystem::remove_all(folder_); }

  static Blobs::Read giving(std::string content) {
    return [content, at = std::size_t{0}](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
      const std::size_t size = std::min({capacity, content.size() - at, std::size_t{1000}});
      content.copy(buffer, size, at);
      at += size;
      return size;
    };
  }
  Result<std::string> content(const std::string& address) const {
    std::string all;
    auto done = Blobs(folder_).get(address, [&](std::string_view piece) -> Result<void> { return all.append(piece), Result<void>(); });
    if (!done) return done.error();
    return all;
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) count += entry.is_regular_file();
    return count;
  }
  std::filesystem::path folder_;
};

constexpr const char* abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST_F(BlobsTest, TheAddressIsTheHashAndTheSameContentIsKeptOnce) {
  const auto kept = Blobs(folder_).put(giving("abc")).value();
  EXPECT_EQ(kept.address, abc);
  EXPECT_EQ(kept.size, 3u);
  EXPECT_EQ(Blobs(folder_).put(giving("abc")).value().address, abc);
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(content(abc).value(), "abc");
}

TEST_F(BlobsTest, LargeContentComesBackWhole) {
  std::string large(3 << 20, 'x');
  for (std::size_t i = 0; i < large.size(); i += 97) large[i] = static_cast<char>(i);
  EXPECT_EQ(content(Blobs(folder_).put(giving(large)).value().address).value(), large);
}

TEST_F(BlobsTest, DamageIsFound) {
  Blobs(folder_).put(giving("abc")).value();
  replace_file(folder_ / "ba" / "78" / std::string(abc).substr(7), "abd").value();
  EXPECT_EQ(content(abc).error().code, Code::host_fault);
  EXPECT_THAT(content(abc).error().message, testing::HasSubstr("damaged"));
}

TEST_F(BlobsTest, AbsentAndImpossibleAddresses) {
  EXPECT_EQ(content(abc).error().code, Code::not_found);
  EXPECT_EQ(content("sha256:../../etc/passwd").error().code, Code::invalid_argument);
}

TEST_F(BlobsTest, AFailingSourceLeavesNothing) {
  const auto kept = Blobs(folder_).put([](char*, std::size_t) -> Result<std::size_t> { return make_error(Code::unreachable, "Gone."); });
  EXPECT_EQ(kept.error().code, Code::unreachable);
  EXPECT_EQ(files(), 0u);
}

TEST_F(BlobsTest, AFullDiskLeavesNothing) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto kept = Blobs(folder_).put(giving(std::string(20000, 'x')));
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(kept.error().code, Code::host_fault);
  EXPECT_EQ(kept.error().details.at("cause"), "disk_full");
  EXPECT_EQ(files(), 0u);
}

}  // namespace
}  // namespace chitty::host::daemon

// What both places promise, told once.
#include "daemon/blobs/testing/blobs_fixture.hpp"

#include <csignal>
#include <sys/resource.h>

namespace chitty::host::daemon {
namespace {

template <class Place>
class BothPlacesTest : public testing::Test {
 protected:
  Place place_;
};
using Places = testing::Types<InFolder, InStore>;
TYPED_TEST_SUITE(BothPlacesTest, Places);

TYPED_TEST(BothPlacesTest, TheAddressIsTheHashAndTheSameContentIsKeptOnce) {
  const auto kept = this->place_.put(giving("abc")).value();
  EXPECT_EQ(kept.address, abc);
  EXPECT_EQ(kept.size, 3u);
  EXPECT_EQ(this->place_.put(giving("abc")).value().address, abc);
  EXPECT_EQ(this->place_.count(), 1u);
  EXPECT_EQ(this->place_.content(abc).value(), "abc");
}

TYPED_TEST(BothPlacesTest, ContentOfAnyLengthComesBackWhole) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20, (std::size_t{1} << 20) + 1,
                                 std::size_t{3} << 20, (std::size_t{5} << 20) + 7}) {
    const auto content = noise(size);
    const auto kept = this->place_.put(giving(content)).value();
    EXPECT_EQ(kept.size, size);
    EXPECT_EQ(kept.address, "sha256:" + hex(sha256(content)));
    EXPECT_TRUE(this->place_.content(kept.address).value() == content) << size;
    EXPECT_EQ(this->place_.put(giving(content)).value().address, kept.address);
  }
}

TYPED_TEST(BothPlacesTest, DamageIsFoundBeforeTheLastPieceIsGiven) {
  for (const std::size_t size : {3, 3 << 20}) {
    auto content = noise(size);
    const auto address = this->place_.put(giving(content)).value().address;
    content.back() = static_cast<char>(content.back() + 1);
    this->place_.damage(address, content);
    std::string got;
    const auto done =
        this->place_.get(address, [&](std::string_view piece) -> Result<void> { return got.append(piece), Result<void>(); });
    EXPECT_EQ(done.error().code, Code::host_fault);
    EXPECT_THAT(done.error().message, testing::HasSubstr("damaged"));
    EXPECT_LT(got.size(), size);
  }
}

TYPED_TEST(BothPlacesTest, WhatWasCutShortIsReplacedByWhoeverKeepsItAgain) {
  const auto content = noise(3 << 20);
  const auto address = this->place_.put(giving(content)).value().address;
  this->place_.damage(address, "short");
  EXPECT_EQ(this->place_.content(address).error().code, Code::host_fault);
  EXPECT_TRUE(this->place_.put(giving(content)));
  EXPECT_TRUE(this->place_.content(address).value() == content);
}

TYPED_TEST(BothPlacesTest, AbsentAndImpossibleAddresses) {
  EXPECT_EQ(this->place_.content(abc).error().code, Code::not_found);
  for (const char* address :
       {"sha256:../../etc/passwd", "", "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", "md5:1"})
    EXPECT_EQ(this->place_.content(address).error().code, Code::invalid_argument);
}

TYPED_TEST(BothPlacesTest, AFailingSourceLeavesNothing) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}, std::size_t{3} << 20}) {
    auto first = giving(noise(size));
    const auto kept = this->place_.put([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
      auto got = first(buffer, capacity);
      if (*got == 0) return make_error(Code::unreachable, "Gone.");
      return got;
    });
    EXPECT_EQ(kept.error().code, Code::unreachable);
    EXPECT_EQ(this->place_.count(), 0u);
    EXPECT_EQ(this->place_.files(), 0u);
  }
}

TYPED_TEST(BothPlacesTest, AReaderWhoWantsNoMoreEndsIt) {
  const auto address = this->place_.put(giving(noise(3 << 20))).value().address;
  const auto done =
      this->place_.get(address, [](std::string_view) -> Result<void> { return make_error(Code::cancelled, "Enough."); });
  EXPECT_EQ(done.error().code, Code::cancelled);
}

TYPED_TEST(BothPlacesTest, AFullDiskLeavesNothing) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto kept = this->place_.put(giving(noise(2 << 20)));
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(kept.error().code, Code::host_fault);
  EXPECT_EQ(kept.error().details.at("cause"), "disk_full");
  EXPECT_EQ(this->place_.count(), 0u);
  EXPECT_EQ(this->place_.files(), 0u);
}

TYPED_TEST(BothPlacesTest, IsInOrder) { EXPECT_TRUE(this->place_.check()); }

}  // namespace
}  // namespace chitty::host::daemon

// An object store that answers as a test wants.
#pragma once

#include "daemon/blobs/testing/blobs_fixture.hpp"

namespace chitty::host::daemon {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Answer = MemoryStore::Answer;
using Asked = MemoryStore::Asked;

class S3BlobsTest : public testing::Test {
 protected:
  // The first `times` that something like this is asked, that is answered.
  void instead(std::string method, std::string in_query, int times, Answer answer) {
    place_.store_.instead = [=, left = times](const Asked& asked) mutable -> std::optional<Answer> {
      if (!asked.is(method, in_query) || left == 0) return std::nullopt;
      --left;
      return answer;
    };
  }
  Error refusal_of_put(std::size_t size) {
    const auto kept = place_.put(giving(noise(size)));
    EXPECT_FALSE(kept);
    EXPECT_EQ(place_.files(), 0u);
    return kept ? make_error(Code::host_fault, "It was kept.") : kept.error();
  }
  InStore place_;
  MemoryStore& store_ = place_.store_;
  static constexpr std::size_t small = 1000, large = (std::size_t{4} << 20) + 5;
};

}  // namespace chitty::host::daemon

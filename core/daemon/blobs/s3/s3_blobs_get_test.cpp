// What an object store may do wrong when something is read.
#include "daemon/blobs/testing/s3_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(S3BlobsTest, ContentThatBreaksOffIsAskedForFromThere) {
  const auto address = place_.put(giving(noise(large))).value().address;
  int left = 3;
  store_.instead = [&](const Asked& asked) -> std::optional<Answer> {
    if (asked.method != "GET" || left-- == 0) return std::nullopt;
    const auto range = find_header(asked.headers, "Range");
    const std::size_t from = range.empty() ? 0 : std::stoul(std::string(range.substr(6)));
    Answer answer{
        range.empty() ? 200 : 206, {{"Content-Range", "bytes " + std::to_string(from) + "-9/9"}}, noise(large).substr(from)};
    answer.cut_after = 300'000;
    return answer;
  };
  EXPECT_TRUE(place_.content(address).value() == noise(large));
  EXPECT_EQ(store_.count("GET"), 4u);
}

TEST_F(S3BlobsTest, ContentThatBreaksOffWithoutEndIsAnError) {
  const auto address = place_.put(giving(noise(large))).value().address;
  store_.instead = [](const Asked& asked) -> std::optional<Answer> {
    if (asked.method != "GET") return std::nullopt;
    const auto range = find_header(asked.headers, "Range");
    const auto from = range.empty() ? std::string("0") : std::string(range.substr(6, range.size() - 7));
    Answer answer{range.empty() ? 200 : 206, {{"Content-Range", "bytes " + from + "-9/9"}}, noise(1000)};
    answer.cut_after = 10;
    return answer;
  };
  EXPECT_EQ(place_.content(address).error().details.at("cause"), "blobs_gone");
  EXPECT_EQ(store_.count("GET"), 5u);
}

TEST_F(S3BlobsTest, ContentThatGoesOnAtTheWrongPlaceIsAnError) {
  const auto address = place_.put(giving(noise(large))).value().address;
  store_.instead = [](const Asked& asked) -> std::optional<Answer> {
    if (asked.method != "GET") return std::nullopt;
    Answer answer{200, {}, noise(large)};
    answer.cut_after = 10;
    return answer;
  };
  EXPECT_THAT(place_.content(address).error().message, HasSubstr("does not go on where it broke off"));
}

TEST_F(S3BlobsTest, ShortContentThatClaimsToBeWholeIsDamaged) {
  const auto address = place_.put(giving(noise(large))).value().address;
  instead("GET", "", -1, {200, {}, noise(large).substr(0, 1 << 20)});
  EXPECT_THAT(place_.content(address).error().message, HasSubstr("damaged"));
}

}  // namespace
}  // namespace chitty::host::daemon

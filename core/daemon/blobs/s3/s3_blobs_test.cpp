// What an object store may do wrong when something is kept, and what becomes of it.
#include "daemon/blobs/testing/s3_fixture.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace chitty::host::daemon {
namespace {

TEST_F(S3BlobsTest, OneRequestWithTheHashAsItsGuard) {
  place_.put(giving("abc")).value();
  ASSERT_EQ(store_.asked.size(), 1u);
  EXPECT_EQ(find_header(store_.asked[0].headers, "x-amz-content-sha256"), std::string(abc).substr(7));
  EXPECT_EQ(find_header(store_.asked[0].headers, "If-None-Match"), "*");
  EXPECT_EQ(store_.asked[0].path, "/bucket/some%20where/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  for (const auto& [name, value] : store_.asked[0].headers)
    EXPECT_THAT(name, AllOf(Not(HasSubstr("checksum")), Not(HasSubstr("trailer"))));
}

TEST_F(S3BlobsTest, WhatIsThereIsNotSentAgain) {
  place_.put(giving(noise(large))).value();
  EXPECT_EQ(store_.count("PUT", "partNumber"), 5u);
  EXPECT_TRUE(store_.uploads.empty());
  store_.asked.clear();
  place_.put(giving(noise(large))).value();
  EXPECT_EQ(store_.count("PUT") + store_.count("POST"), 0u);
}

TEST_F(S3BlobsTest, AStoreWithoutConditionsIsLookedAtBefore) {
  store_.knows_conditions = false;
  EXPECT_EQ(place_.put(giving("abc")).value().address, abc);
  store_.asked.clear();
  EXPECT_EQ(place_.put(giving("abc")).value().address, abc);
  ASSERT_EQ(store_.asked.size(), 1u);
  EXPECT_EQ(store_.asked[0].method, "HEAD");
}

TEST_F(S3BlobsTest, ABusyStoreIsAskedAgain) {
  for (const auto& [status, code] : std::vector<std::pair<int, const char*>>{
           {503, "SlowDown"}, {500, "InternalError"}, {409, "ConditionalRequestConflict"}, {400, "RequestTimeout"}}) {
    store_.objects.clear();
    instead("PUT", "", 2, MemoryStore::refusal(status, code));
    EXPECT_TRUE(place_.put(giving("abc"))) << code;
    EXPECT_EQ(place_.content(abc).value(), "abc");
  }
}

TEST_F(S3BlobsTest, ABusyPartIsSentAgainAloneFromItsBeginning) {
  instead("PUT", "partNumber=3&", 2, MemoryStore::refusal(503, "SlowDown"));
  const auto kept = place_.put(giving(noise(large))).value();
  EXPECT_TRUE(place_.content(kept.address).value() == noise(large));
  EXPECT_EQ(store_.count("PUT", "partNumber=3&"), 3u);
  EXPECT_EQ(store_.count("PUT", "partNumber"), 7u);
}

// Each of the first four waits until all four are there; the first part is the last to be taken.
TEST_F(S3BlobsTest, FourPartsAreUnderWayAtOnceInAnyOrder) {
  std::mutex mutex;
  std::condition_variable changed;
  int here = 0, most = 0, over = 0;
  store_.arriving = [&](const Asked& asked) {
    if (!asked.is("PUT", "partNumber")) return;
    std::unique_lock lock(mutex);
    most = std::max(most, ++here);
    changed.notify_all();
    changed.wait_for(lock, std::chrono::seconds(10), [&] { return most == 4; });
    if (asked.is("PUT", "partNumber=1&")) changed.wait_for(lock, std::chrono::seconds(10), [&] { return over >= 3; });
    --here, ++over;
    changed.notify_all();
  };
  const auto kept = place_.put(giving(noise(large))).value();
  EXPECT_EQ(most, 4);
  EXPECT_TRUE(place_.content(kept.address).value() == noise(large));
}

TEST(S3Helpers, AreSharedByAllUploads) {
  S3Helpers helpers;
  EXPECT_EQ(helpers.take(10), 10);
  EXPECT_EQ(helpers.take(3), S3Helpers::of_all_uploads - 10);
  EXPECT_EQ(helpers.take(3), 0);
  helpers.give_back(10);
  EXPECT_EQ(helpers.take(3), 3);
}

TEST_F(S3BlobsTest, AStoreThatStaysBusyIsToldAsOneThatIsAway) {
  instead("PUT", "", -1, MemoryStore::refusal(503, "SlowDown"));
  const auto error = refusal_of_put(small);
  EXPECT_EQ(error.message, "The object store is busy or failing: the content cannot be kept (SlowDown: Because.).");
  EXPECT_EQ(error.details.at("cause"), "blobs_gone");
  EXPECT_TRUE(error.retryable);
  EXPECT_EQ(store_.count("PUT"), 5u);
}

TEST_F(S3BlobsTest, AFailureInTheMiddleGivesTheUploadUp) {
  for (const auto& [status, code, words] :
       std::vector<std::tuple<int, const char*, const char*>>{{503, "SlowDown", "busy"},
                                                              {507, "QuotaExceeded", "full"},
                                                              {403, "AccessDenied", "does not allow"},
                                                              {400, "XAmzContentSHA256Mismatch", "refused"}}) {
    instead("PUT", "partNumber=4", -1, MemoryStore::refusal(status, code));
    EXPECT_THAT(refusal_of_put(large).message, HasSubstr(words));
    EXPECT_TRUE(store_.uploads.empty()) << code;
    EXPECT_TRUE(store_.objects.empty());
  }
}

TEST_F(S3BlobsTest, AFullStoreIsAFullDisk) {
  instead("PUT", "", -1, MemoryStore::refusal(507, "XMinioStorageFull"));
  EXPECT_EQ(refusal_of_put(small).details.at("cause"), "disk_full");
}

TEST_F(S3BlobsTest, AnErrorUnderTwoHundredIsOne) {
  instead("PUT", "", -1,
          {200, {{"ETag", "\"x\""}}, "<?xml version=\"1.0\"?> <!-- x --> <Error><Code>InternalError</Code></Error>"});
  EXPECT_THAT(refusal_of_put(small).message, HasSubstr("answered 200 with the error InternalError"));
  instead("POST", "uploadId", -1, {200, {}, "\n  <Error><Code>InternalError</Code></Error>"});
  EXPECT_THAT(refusal_of_put(large).message, HasSubstr("answered 200 with the error InternalError when all parts were sent"));
  EXPECT_TRUE(store_.uploads.empty());
  instead("POST", "uploadId", 1, {200, {}, "<Error><Code>InternalError</Code></Error>"});
  EXPECT_TRUE(place_.put(giving(noise(large))));
}

// The answer to the completion is lost; asked again, the store does not know the upload any more.
TEST_F(S3BlobsTest, ACompletionWhoseAnswerIsLost) {
  bool first = true;
  store_.instead = [&](const Asked& asked) -> std::optional<Answer> {
    if (!asked.is("POST", "uploadId") || !first) return std::nullopt;
    first = false;
    store_.objects[asked.path] = noise(large);
    store_.uploads.clear();
    return Answer{200, {}, "<Complete"};
  };
  EXPECT_EQ(place_.put(giving(noise(large))).value().size, large);
}

TEST_F(S3BlobsTest, ALostPartIsFound) {
  store_.taking = [](std::string& body) { body.resize(body.size() - (1 << 20)); };
  EXPECT_THAT(refusal_of_put(large).message, HasSubstr("has lost a part"));
}

TEST_F(S3BlobsTest, PartsGrowWithTheContent) {
  auto blobs = S3Blobs(
      s3_address(InStore::url).value(), [this]() -> Result<AwsCredentials> { return store_.credentials; }, store_.transport(),
      place_.folder_, S3Sizes{100, 200, 1});
  const auto content = noise(30'001);
  const auto kept = blobs.put(giving(content), place_.cancel_).value();
  EXPECT_EQ(store_.count("PUT", "partNumber"), 7501u);  // of 4 bytes
  EXPECT_TRUE(place_.content(kept.address).value() == content);
}

}  // namespace
}  // namespace chitty::host::daemon

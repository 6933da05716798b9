// Clocks, credentials, refusals: what all requests to an object store have in common.
#include "daemon/blobs/testing/s3_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(S3BlobsTest, AStoreThatIsAway) {
  instead("", "", -1, {});
  store_.instead = [](const Asked&) { return Answer{.unreachable = true}; };
  EXPECT_EQ(refusal_of_put(small).message, "The object store is away: The connection broke.");
  EXPECT_EQ(place_.content(abc).error().details.at("cause"), "blobs_gone");
  store_.asked.clear();
  EXPECT_EQ(place_.check().error().message, "The object store is away: The connection broke.");
  EXPECT_EQ(store_.asked.size(), 1u);
}

TEST_F(S3BlobsTest, AnotherClockIsPutRightOnce) {
  store_.clock = 2 * 3600 * 1000;
  EXPECT_TRUE(place_.put(giving("abc")));
  EXPECT_EQ(store_.asked.size(), 2u);
  EXPECT_EQ(place_.content(abc).value(), "abc");
  EXPECT_EQ(store_.asked.size(), 3u);
}

TEST_F(S3BlobsTest, AClockThatCannotBePutRight) {
  instead("", "", -1, {});
  store_.instead = [](const Asked&) { return MemoryStore::refusal(403, "RequestTimeTooSkewed"); };
  EXPECT_EQ(refusal_of_put(small).hint, "Correct the clock.");
  EXPECT_EQ(store_.asked.size(), 2u);
}

TEST_F(S3BlobsTest, ExpiredCredentialsAreReadAnewOnce) {
  place_.put(giving("abc")).value();
  store_.credentials.session_token = "t0ken-of-the-session";
  instead("GET", "", 1, MemoryStore::refusal(400, "ExpiredToken"));
  EXPECT_EQ(place_.content(abc).value(), "abc");
  EXPECT_EQ(place_.asked_for_credentials_, 2);
  EXPECT_EQ(find_header(store_.asked.back().headers, "x-amz-security-token"), "t0ken-of-the-session");
  instead("GET", "", -1, MemoryStore::refusal(400, "ExpiredToken"));
  EXPECT_THAT(place_.content(abc).error().message, HasSubstr("does not accept the credentials"));
}

TEST_F(S3BlobsTest, WrongCredentialsAndAnAbsentBucket) {
  store_.credentials.secret = "another";
  place_.open();
  store_.credentials.secret = "a-secret-of-the-test";
  place_.asked_for_credentials_ = 0;
  auto blobs = S3Blobs(
      s3_address(InStore::url).value(),
      []() -> Result<AwsCredentials> {
        return AwsCredentials{"AKIDEXAMPLE", "wr0ng-secret", ""};
      },
      store_.transport(), place_.folder_);
  const auto wrong = blobs.check(place_.cancel_).error();
  EXPECT_EQ(wrong.message,
            "The object store does not accept the credentials or the region of chittyos.sharedBlobs (SignatureDoesNotMatch).");
  store_.bucket = "/other/";
  place_.open();
  EXPECT_EQ(place_.check().error().message, "The object store has no bucket 'bucket'.");
  EXPECT_EQ(place_.content(abc).error().message, "The object store has no bucket 'bucket'.");
}

TEST_F(S3BlobsTest, TheMarkSaysWhatTheObjectsAre) {
  EXPECT_TRUE(place_.check());
  EXPECT_THAT(store_.objects.at("/bucket/some%20where/chitty.txt"), HasSubstr("SHA-256"));
  EXPECT_TRUE(place_.check());
  EXPECT_EQ(store_.count("PUT"), 1u);
}

TEST_F(S3BlobsTest, WhatTheStoreSaysIsShortAndHarmless) {
  instead("PUT", "", -1, {418, {}, "<Error><Code>Tea\x1b[31m</Code><Message>" + std::string(3000, 'm') + "</Message></Error>"});
  EXPECT_EQ(refusal_of_put(small).message, "The object store refused the request: the content cannot be kept (Tea [31m).");
  instead("PUT", "", -1, {418, {}, std::string(1 << 20, '<')});
  EXPECT_THAT(refusal_of_put(small).message, HasSubstr("status 418"));
  instead("PUT", "", -1, {418, {}, "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><Error><Code>&y;</Code></Error>"});
  EXPECT_THAT(refusal_of_put(small).message, HasSubstr("(&y;)"));
}

TEST_F(S3BlobsTest, WithoutTimeNothingIsWaitedFor) {
  instead("PUT", "", -1, MemoryStore::refusal(503, "SlowDown"));
  place_.cancel_.set_deadline(CancelToken::Clock::now());
  EXPECT_EQ(refusal_of_put(small).details.at("cause"), "blobs_gone");
}

}  // namespace
}  // namespace chitty::host::daemon

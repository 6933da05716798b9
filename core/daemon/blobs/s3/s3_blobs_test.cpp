// What an object store may do wrong, and what becomes of it.
#include "daemon/blobs/testing/blobs_fixture.hpp"

namespace chitty::host::daemon {
namespace {

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

TEST_F(S3BlobsTest, OneRequestWithTheHashAsItsGuard) {
  place_.put(giving("abc")).value();
  ASSERT_EQ(store_.asked.size(), 1u);
  EXPECT_EQ(find_header(store_.asked[0].headers, "x-amz-content-sha256"), std::string(abc).substr(7));
  EXPECT_EQ(find_header(store_.asked[0].headers, "If-None-Match"), "*");
  EXPECT_EQ(store_.asked[0].path, "/bucket/some%20where/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  for (const auto& [name, value] : store_.asked[0].headers) EXPECT_THAT(name, AllOf(Not(HasSubstr("checksum")), Not(HasSubstr("trailer"))));
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
  for (const auto& [status, code] : std::vector<std::pair<int, const char*>>{{503, "SlowDown"}, {500, "InternalError"}, {409, "ConditionalRequestConflict"}, {400, "RequestTimeout"}}) {
    store_.objects.clear();
    instead("PUT", "", 2, MemoryStore::refusal(status, code));
    EXPECT_TRUE(place_.put(giving("abc"))) << code;
    EXPECT_EQ(place_.content(abc).value(), "abc");
  }
}

TEST_F(S3BlobsTest, ABusyPartIsSentAgainFromItsBeginning) {
  instead("PUT", "partNumber=3", 2, MemoryStore::refusal(503, "SlowDown"));
  const auto kept = place_.put(giving(noise(large))).value();
  EXPECT_TRUE(place_.content(kept.address).value() == noise(large));
}

TEST_F(S3BlobsTest, AStoreThatStaysBusyIsToldAsOneThatIsAway) {
  instead("PUT", "", -1, MemoryStore::refusal(503, "SlowDown"));
  const auto error = refusal_of_put(small);
  EXPECT_EQ(error.message, "The object store is busy or failing: the content cannot be kept (SlowDown: Because.).");
  EXPECT_EQ(error.details.at("cause"), "blobs_gone");
  EXPECT_TRUE(error.retryable);
  EXPECT_EQ(store_.count("PUT"), 5u);
}

TEST_F(S3BlobsTest, AStoreThatIsAway) {
  instead("", "", -1, {});
  store_.instead = [](const Asked&) { return Answer{.unreachable = true}; };
  EXPECT_EQ(refusal_of_put(small).message, "The object store is away: The connection broke.");
  EXPECT_EQ(place_.content(abc).error().details.at("cause"), "blobs_gone");
  store_.asked.clear();
  EXPECT_EQ(place_.check().error().message, "The object store is away: The connection broke.");
  EXPECT_EQ(store_.asked.size(), 1u);
}

TEST_F(S3BlobsTest, AFailureInTheMiddleGivesTheUploadUp) {
  for (const auto& [status, code, words] : std::vector<std::tuple<int, const char*, const char*>>{
           {503, "SlowDown", "busy"}, {507, "QuotaExceeded", "full"}, {403, "AccessDenied", "does not allow"}, {400, "XAmzContentSHA256Mismatch", "refused"}}) {
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
  instead("PUT", "", -1, {200, {{"ETag", "\"x\""}}, "<?xml version=\"1.0\"?> <!-- x --> <Error><Code>InternalError</Code></Error>"});
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

TEST_F(S3BlobsTest, ContentThatBreaksOffIsAskedForFromThere) {
  const auto address = place_.put(giving(noise(large))).value().address;
  int left = 3;
  store_.instead = [&](const Asked& asked) -> std::optional<Answer> {
    if (asked.method != "GET" || left-- == 0) return std::nullopt;
    const auto range = find_header(asked.headers, "Range");
    const std::size_t from = range.empty() ? 0 : std::stoul(std::string(range.substr(6)));
    Answer answer{range.empty() ? 200 : 206, {{"Content-Range", "bytes " + std::to_string(from) + "-9/9"}}, noise(large).substr(from)};
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
  auto blobs = S3Blobs(s3_address(InStore::url).value(), []() -> Result<AwsCredentials> { return AwsCredentials{"AKIDEXAMPLE", "wr0ng-secret", ""}; }, store_.transport(), place_.folder_);
  const auto wrong = blobs.check(place_.cancel_).error();
  EXPECT_EQ(wrong.message, "The object store does not accept the credentials or the region of chittyos.sharedBlobs (SignatureDoesNotMatch).");
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

TEST_F(S3BlobsTest, PartsGrowWithTheContent) {
  auto blobs = S3Blobs(s3_address(InStore::url).value(), [this]() -> Result<AwsCredentials> { return store_.credentials; }, store_.transport(), place_.folder_, S3Sizes{100, 200, 1});
  const auto content = noise(30'001);
  const auto kept = blobs.put(giving(content), place_.cancel_).value();
  EXPECT_EQ(store_.count("PUT", "partNumber"), 7501u);  // of 4 bytes
  EXPECT_TRUE(place_.content(kept.address).value() == content);
}

}  // namespace
}  // namespace chitty::host::daemon

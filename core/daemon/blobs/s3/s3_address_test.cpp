#include "daemon/blobs/s3/s3_address.hpp"

#include "daemon/blobs/s3/s3_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(S3AddressTest, WhereRequestsGo) {
  const struct {
    const char *url, *origin, *path;
  } cases[] = {
      {"s3://b-1/p/q/?endpoint=http://127.0.0.1:4568", "http://127.0.0.1:4568", "/b-1/p/q/k"},
      {"s3://bucket?endpoint=https://s3.example:9000/gate", "https://s3.example:9000", "/gate/bucket/k"},
      {"s3://bucket?region=eu-central-1", "https://bucket.s3.eu-central-1.amazonaws.com", "/k"},
      {"s3://buckNT?region=eu-central-1", "https://s3.eu-central-1.amazonaws.com", "/buckNT/k"},
      {"s3://my.bucket/x?region=eu-central-1", "https://s3.eu-central-1.amazonaws.com", "/my.bucket/x/k"},
      {"s3://bucket?region=eu-central-1&style=path", "https://s3.eu-central-1.amazonaws.com", "/bucket/k"},
      {"s3://bucket/a%20b?endpoint=https://s3.example&style=host", "https://bucket.s3.example", "/a%20b/k"},
  };
  for (const auto& one : cases) {
    const auto address = s3_address(one.url);
    ASSERT_TRUE(address) << one.url << address.error().message;
    EXPECT_EQ(address->origin, one.origin);
    EXPECT_EQ(address->path_of("k"), one.path);
  }
  const auto whole =
      s3_address("s3://bucket/p?endpoint=https://s3.example&region=r-1&keyId=AK&secret=exec:pass%20show%20s3&sessionToken=env:T")
          .value();
  EXPECT_EQ(whole.secret, "exec:pass show s3");
  EXPECT_EQ(whole.session_token, "env:T");
  EXPECT_EQ(whole.shown, "s3://bucket/p at https://s3.example");
}

TEST(S3AddressTest, WhatIsRefusedAndWhy) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://bucket", "does not begin with s3://"},
      {"s3://AK:s3cretpw@bucket?region=r", "has a user name"},
      {"s3://?region=r", "no valid bucket"},
      {"s3://b/%zz?region=r", "no valid bucket"},
      {"s3://bucket/%zz?region=r", "invalid prefix"},
      {"s3://bucket", "neither an endpoint nor a region"},
      {"s3://bucket?endpoint=http://s3.example", "without TLS"},
      {"s3://bucket?endpoint=http://127.0.0.1.evil.example", "without TLS"},
      {"s3://bucket?endpoint=http://127.0.0.1.2", "invalid endpoint"},
      {"s3://bucket?endpoint=ftp://x", "invalid endpoint"},
      {"s3://bucket?endpoint=https://u:p@x", "invalid endpoint"},
      {"s3://bucket?region=r&password=s3cretpw", "unknown parameter"},
      {"s3://bucket?region=r&region=s", "twice"},
      {"s3://bucket?region=r/x", "invalid region"},
      {"s3://buckNT?region=r&style=host", "cannot stand in a host's name"},
      {"s3://bucket?region=r&style=s3cretpw", "another style"},
      {"s3://bucket?region=r&secret=s3cretpw", "only one of keyId and secret"},
      {"s3://bucket?region=r&keyId=%0a&secret=s3cretpw", "no value for keyId"},
  };
  for (const auto& [url, words] : cases) {
    const auto address = s3_address(url);
    ASSERT_FALSE(address) << url;
    EXPECT_EQ(address.error().code, Code::configuration);
    EXPECT_THAT(address.error().message, HasSubstr(words)) << url;
    EXPECT_THAT(address.error().message + address.error().hint, Not(HasSubstr("s3cretpw")));
  }
}

TEST(S3WordsTest, OneElementOutOfADocument) {
  EXPECT_EQ(xml_text("<a><Code> No&amp;&lt;x </Code></a>", "Code"), "No&<x");
  for (const char* none : {"", "<Code>", "<Code>x", "<Code><b/></Code>", "<Code>x</Cod>", "<Code"})
    EXPECT_EQ(xml_text(none, "Code"), "") << none;
  EXPECT_EQ(xml_text("<Code>" + std::string(3000, 'x') + "</Code>", "Code"), "");
  EXPECT_TRUE(xml_root_is("\xEF\xBB\xBF <?xml version='1.0'?>\n<!-- <x> -->\n<Error>", "Error"));
  for (const char* other : {"", "<Errors>", "<x><Error>", "<?xml", "<!DOCTYPE Error><Error>", "Error"})
    EXPECT_FALSE(xml_root_is(other, "Error")) << other;
}

}  // namespace
}  // namespace chitty::host::daemon

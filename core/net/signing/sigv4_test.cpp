// The official vectors of Signature Version 4 (awslabs/aws-c-auth), where they are: beside this project, in ../shared/data.
#include "net/signing/sigv4.hpp"

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace chitty::host {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr UnixMs vectors_time = 1440938160000;  // 2015-08-30T12:36:00Z

// The request as it is written there: lines that begin with a blank go on with the field before them.
RequestToSign parsed(const std::string& text) {
  RequestToSign request;
  const auto head_end = text.find("\n\n");
  const auto lines = split(text.substr(0, head_end), '\n');
  const auto& first = lines.front();
  const auto from = first.find(' ') + 1, to = first.rfind(' ');
  request.method = first.substr(0, from - 1);
  const std::string target = first.substr(from, to - from);
  const auto question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(question + 1, target.size()));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    if (lines[i].front() == ' ') {
      request.headers.back().second += "\n" + lines[i];
      continue;
    }
    const auto colon = lines[i].find(':');
    request.headers.emplace_back(lines[i].substr(0, colon), lines[i].substr(colon + 1));
  }
  request.body_hash = hex(sha256(head_end == std::string::npos ? std::string() : text.substr(head_end + 2)));
  return request;
}

TEST(SigV4Test, TheOfficialVectors) {
  const fs::path folder = fs::path(CHITTY_SOURCE_DIR) / "../shared/data/sigv4/tests/aws-signing-test-suite/v4";
  if (!fs::exists(folder)) GTEST_SKIP() << "the official vectors are not there: " << folder;
  int count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path().filename());
    const auto read = [&](const char* name) { return read_file(entry.path() / name).value(); };
    const auto context = json::parse(read("context.json")).as_object();
    const auto& given = context.at("credentials").as_object();
    const auto text = [](const json::object& of, const char* name) {
      const auto* value = of.if_contains(name);
      return value ? std::string(value->as_string()) : std::string();
    };
    const auto is = [&](const char* name) { return context.contains(name) && context.at(name).as_bool(); };
    ASSERT_EQ(text(context, "timestamp"), "2015-08-30T12:36:00Z");
    const AwsCredentials credentials{text(given, "access_key_id"), text(given, "secret_access_key"), text(given, "token")};
    const SigningScope scope{text(context, "region"), text(context, "service"), vectors_time};
    auto request = parsed(read("request.txt"));
    request.headers.emplace_back("X-Amz-Date", amz_date(scope.at));
    if (!credentials.session_token.empty() && !is("omit_session_token"))
      request.headers.emplace_back("X-Amz-Security-Token", credentials.session_token);
    if (is("sign_body")) request.headers.emplace_back("X-Amz-Content-Sha256", request.body_hash);
    PathRules rules;
    rules.normalize = is("normalize");
    const auto made = sign_v4(request, credentials, scope, rules);
    EXPECT_EQ(made.canonical_request, read("header-canonical-request.txt"));
    EXPECT_EQ(made.string_to_sign, read("header-string-to-sign.txt"));
    EXPECT_EQ(made.text, read("header-signature.txt"));
    const auto signed_request = read("header-signed-request.txt");
    EXPECT_NE(signed_request.find(std::string(signature_scheme) + made.authorization), std::string::npos);
    ++count;
  }
  EXPECT_EQ(count, 38);
}

// The documentation's own example for S3, where a path goes into the signature as it is on the wire.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
TEST(SigV4Test, AnObjectOfS3) {
  const AwsCredentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
  const SigningScope scope{"us-east-1", "s3", 1369353600000};
  const std::string empty = hex(sha256(""));
  RequestToSign request{"GET",
                        "/test.txt",
                        "",
                        {{"Host", "examplebucket.s3.amazonaws.com"},
                         {"Range", "bytes=0-9"},
                         {"x-amz-content-sha256", empty},
                         {"x-amz-date", amz_date(scope.at)}},
                        empty};
  EXPECT_EQ(sign_v4(request, credentials, scope, PathRules::of_s3()).text,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  RequestToSign put{"PUT",
                    "/" + uri_encode("test$file.text"),
                    "",
                    {{"Host", "examplebucket.s3.amazonaws.com"},
                     {"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                     {"x-amz-date", amz_date(scope.at)},
                     {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                     {"x-amz-content-sha256", hex(sha256("Welcome to Amazon S3."))}},
                    hex(sha256("Welcome to Amazon S3."))};
  EXPECT_EQ(sign_v4(put, credentials, scope, PathRules::of_s3()).text,
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  RequestToSign list{
      "GET",
      "/",
      "lifecycle",
      {{"Host", "examplebucket.s3.amazonaws.com"}, {"x-amz-date", amz_date(scope.at)}, {"x-amz-content-sha256", empty}},
      empty};
  EXPECT_EQ(sign_v4(list, credentials, scope, PathRules::of_s3()).text,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(SigV4Test, TimesAndNames) {
  EXPECT_EQ(amz_date(vectors_time), "20150830T123600Z");
  EXPECT_EQ(uri_encode("a b/ü~"), "a%20b%2F%C3%BC~");
  EXPECT_EQ(uri_encode("a b/c", true), "a%20b/c");
}

}  // namespace
}  // namespace chitty::host

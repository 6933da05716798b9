// AWS Signature Version 4: what is added to a request so that a store or service of that kind knows who asks.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
//
// Nothing here sends anything, and nothing reads a clock or a configuration.
#pragma once

#include "base/time.hpp"
#include "net/transport.hpp"

#include <string>
#include <string_view>

namespace chitty::host {

struct AwsCredentials {
  std::string key_id;
  std::string secret;
  std::string session_token;  // of temporary credentials; else empty
};

// Whose request it is, when and where to.
struct SigningScope {
  std::string region;   // "eu-central-1"
  std::string service;  // "s3"
  UnixMs at = 0;
};

// What is signed. Other fields may go out beside these; a proxy may change them.
struct RequestToSign {
  std::string method;
  std::string path = "/";  // as it goes out
  std::string query;       // as it goes out, without '?'
  Headers headers;         // Host among them; a field that is there twice counts with both values
  std::string body_hash;   // 64 hex digits: the SHA-256 of the body
};

// How a service wants the path: S3 as it is on the wire, all others without dot segments and encoded once more.
struct PathRules {
  bool normalize = true;
  bool encode = true;
  static PathRules of_s3() { return {false, false}; }
};

struct Signature {
  std::string canonical_request, string_to_sign;  // what a server's refusal shows, to compare
  std::string text;                               // 64 hex digits
  std::string authorization;                      // of the field, after signature_scheme
};
inline constexpr std::string_view signature_scheme = "AWS4-HMAC-SHA256 ";

// Of a request that has X-Amz-Date and whatever else is wanted in `headers`.
Signature sign_v4(const RequestToSign& request, const AwsCredentials& credentials, const SigningScope& scope,
                  PathRules path = {});

// "20150830T123600Z", for X-Amz-Date.
std::string amz_date(UnixMs at);

// A path or value with everything but letters, digits and -._~ as %XX; '/' too unless it `keeps_slashes`.
std::string uri_encode(std::string_view text, bool keeps_slashes = false);

}  // namespace chitty::host

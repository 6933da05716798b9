// Which object store, and where in it: the URL of chittyos.sharedBlobs in its parts.
//
//   s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION&keyId=ID&secret=REFERENCE&sessionToken=REFERENCE&style=path
//
// Without `endpoint` it is Amazon's S3, and `region` must be said. The bucket stands in the path where there is an endpoint, else
// in the host's name, unless it has dots, which no certificate covers; `style=path` or `style=host` says otherwise. Without
// `keyId` and `secret` they are in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN).
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct S3Address {
  std::string bucket, prefix;  // the prefix without slashes around it
  std::string origin;          // "https://bucket.s3.eu-central-1.amazonaws.com"
  std::string root;            // what a key's path begins with, percent-encoded: "/", "/bucket/prefix/"
  std::string region;
  std::string key_id, secret, session_token;  // literal, or where they are (env:, file:, keyring:, exec:)
  std::string shown;                          // "s3://bucket/prefix at https://host:port"

  std::string path_of(std::string_view key) const { return root + std::string(key); }
};

// CONFIGURATION: not such a URL, or one that would send content to another machine in the clear. Never says a secret.
Result<S3Address> s3_address(std::string_view url);

}  // namespace chitty::host::daemon

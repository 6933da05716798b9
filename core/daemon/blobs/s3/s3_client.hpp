// One object store's requests: signed, sent, tried again where that helps, and its refusals in our words. [any-thread]
#pragma once

#include "daemon/blobs/s3/s3_address.hpp"
#include "net/signing/sigv4.hpp"
#include "net/transport.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace chitty::host::daemon {

struct S3Request {
  std::string method;
  std::string key{};    // below the address's prefix
  std::string query{};  // "partNumber=1&uploadId=…", percent-encoded
  Headers headers{};    // besides those of the signature
  std::string body{};
  // Or a longer body: from its beginning for each try.
  std::function<std::function<std::size_t(char*, std::size_t)>()> source{};
  std::int64_t length = -1;
  std::string body_hash{};  // 64 hex digits; of `body` if not said
};

// A reply: a success with its body unread, or a refusal with what the store said of it.
struct S3Reply {
  int status = 0;
  std::unique_ptr<HttpReply> http{};  // null of a refusal
  std::string code{}, message{};      // of a refusal: "NoSuchKey"
  bool done() const { return http != nullptr; }
};

class S3Client {
 public:
  using Credentials = std::function<Result<AwsCredentials>()>;
  // `credentials` is asked at the first request, and again when the store says that they have expired.
  S3Client(S3Address address, Credentials credentials, std::unique_ptr<Transport> transport);

  static constexpr int usual_tries = 5;
  // What helps is tried again: 429, 5xx, 409 and connections that break, after a jittered pause; a clock that differs is put
  // right, and credentials that have expired are read again, once. HOST_FAULT with `cause` "blobs_gone", TIMEOUT, CANCELLED: not
  // answered at all; CONFIGURATION: no credentials.
  Result<S3Reply> send(const S3Request& request, const CancelToken& cancel, int tries = usual_tries) const;

  // A refusal as an error: what could not be done ("cannot be kept"), and why.
  Error refused(const S3Reply& reply, const std::string& what) const;
  Error away(const Error& why) const;            // of a transport that could not
  Error damaged(const std::string& what) const;  // the store answers, but with what cannot be
  const S3Address& address() const { return address_; }

 private:
  Result<AwsCredentials> credentials(bool anew) const;
  HttpRequest signed_request(const S3Request& request, const AwsCredentials& credentials) const;
  Result<S3Reply> once(const S3Request& request, const AwsCredentials& credentials, const CancelToken& cancel) const;

  const S3Address address_;
  const Credentials ask_;
  const std::unique_ptr<Transport> transport_;
  mutable std::mutex mutex_;
  mutable std::optional<AwsCredentials> known_;
  mutable std::atomic<std::int64_t> clock_off_{0};  // milliseconds that the store's clock is before ours
};

}  // namespace chitty::host::daemon

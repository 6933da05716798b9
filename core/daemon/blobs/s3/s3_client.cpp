#include "daemon/blobs/s3/s3_client.hpp"

#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "daemon/blobs/s3/s3_words.hpp"
#include "net/retry.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <cctype>
#include <ctime>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t longest_refusal = 64u << 10;
constexpr auto patience = std::chrono::seconds(30);  // to connect, and for silence

double dice() {
  std::uint32_t random = 0;
  fill_random(&random, sizeof random);
  return random / 4294967296.0;
}

// What a store says of itself, fit for a sentence.
std::string harmless(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c >= 0x7F; }, ' ');
  return std::string(trim(text.substr(0, 200)));
}

// "Sun, 06 Nov 1994 08:49:37 GMT"; nothing if it is none.
std::optional<UnixMs> http_time(const std::string& text) {
  std::tm parts{};
  const char* rest = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!rest || *rest) return std::nullopt;
  return UnixMs{::timegm(&parts)} * 1000;
}

bool may_help_later(const S3Reply& reply) {
  if (reply.done()) return false;
  // 409: another writer is at it. RequestTimeout: our bytes came too slowly for it.
  return reply.status == 500 || reply.status == 409 || is_retryable(reply.status) || reply.code == "RequestTimeout";
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), code) != all.end();
}

}  // namespace

S3Client::S3Client(S3Address address, Credentials credentials, std::unique_ptr<Transport> transport)
    : address_(std::move(address)), ask_(std::move(credentials)), transport_(std::move(transport)) {}

Result<AwsCredentials> S3Client::credentials(bool anew) const {
  const std::lock_guard guard(mutex_);
  if (!known_ || anew) {
    auto asked = ask_();
    if (!asked) return asked.error();
    known_ = std::move(*asked);
  }
  return *known_;
}

HttpRequest S3Client::signed_request(const S3Request& request, const AwsCredentials& credentials) const {
  HttpRequest out;
  out.method = request.method;
  const std::string path = address_.path_of(request.key);
  out.url = address_.origin + path + (request.query.empty() ? "" : "?" + request.query);
  const SigningScope scope{address_.region, "s3", now_ms() + clock_off_.load()};
  RequestToSign to_sign{
      request.method, path, request.query, {}, request.body_hash.empty() ? hex(sha256(request.body)) : request.body_hash};
  out.headers = {{"x-amz-content-sha256", to_sign.body_hash}, {"x-amz-date", amz_date(scope.at)}};
  if (!credentials.session_token.empty()) out.headers.emplace_back("x-amz-security-token", credentials.session_token);
  for (const auto& header : request.headers) out.headers.push_back(header);
  to_sign.headers = out.headers;
  to_sign.headers.emplace_back("Host", address_.origin.substr(address_.origin.find("://") + 3));
  out.headers.emplace_back("Accept", "*/*");
  out.headers.emplace_back("Accept-Encoding", "identity");  // the bytes as they are kept
  out.credential_prefix = signature_scheme;
  out.credential = sign_v4(to_sign, credentials, scope, PathRules::of_s3()).authorization;
  out.body = request.body;
  if (request.source) out.source = request.source(), out.source_length = request.length;
  return out;
}

Result<S3Reply> S3Client::once(const S3Request& request, const AwsCredentials& credentials, const CancelToken& cancel) const {
  NetOptions options;
  options.timeout = patience;
  options.retries = 0;  // each try is signed anew
  options.user_agent = "chittyd/" CHITTY_VERSION;
  auto reply = transport_->send(signed_request(request, credentials), options, cancel);
  if (!reply) return reply.error();
  S3Reply got;
  got.status = (*reply)->status();
  if (got.status / 100 == 2) {
    got.http = std::move(*reply);
    return got;
  }
  const auto body = read_all(**reply, longest_refusal);  // what cannot be read of it explains nothing
  if (body) got.code = harmless(xml_text(*body, "Code")), got.message = harmless(xml_text(*body, "Message"));
  // A session token is the one secret that goes over the wire and could come back.
  if (!credentials.session_token.empty() && got.message.find(credentials.session_token) != std::string::npos) got.message.clear();
  if (got.code == "RequestTimeTooSkewed")
    if (const auto theirs = http_time((*reply)->header("Date"))) clock_off_ = *theirs - now_ms();
  return got;
}

Result<S3Reply> S3Client::send(const S3Request& request, const CancelToken& cancel, int tries) const {
  bool clock_put_right = false, read_anew = false;
  for (int tried = 0;; ++tried) {
    auto known = credentials(false);
    if (!known) return known.error();
    auto got = once(request, *known, cancel);
    const bool skewed = got && got->code == "RequestTimeTooSkewed" && !clock_put_right;
    const bool expired = got && is_one_of(got->code, {"ExpiredToken", "TokenRefreshRequired", "InvalidToken"}) && !read_anew;
    if (skewed || expired) {
      clock_put_right |= skewed, read_anew |= expired;
      if (expired)
        if (auto fresh = credentials(true); !fresh) return fresh.error();
      continue;
    }
    const bool again = got ? may_help_later(*got) : got.error().retryable;
    const bool last = tried + 1 >= tries;
    if (again && !last && cancel.wait(backoff(tried, dice()))) continue;
    if (got) return got;
    if (cancel.why() == CancelToken::Why::client_gone)
      return make_error(Code::cancelled, "Nobody waits for the object store any more.");
    const bool silent = got.error().code == Code::unreachable || got.error().code == Code::timeout;
    return silent ? away(got.error()) : got.error();
  }
}

Error S3Client::away(const Error& why) const {
  Error told = make_error(Code::host_fault, "The object store is away: " + why.message, "Try again in a moment.");
  while (told.message.ends_with('.')) told.message.pop_back();
  told.message += ".";
  told.details["cause"] = "blobs_gone";
  told.retryable = true;
  return told;
}

Error S3Client::damaged(const std::string& what) const {
  return make_error(Code::host_fault, "The object store " + address_.shown + " " + what + ".",
                    "Check the object store; nothing was acknowledged.");
}

Error S3Client::refused(const S3Reply& reply, const std::string& what) const {
  const std::string why = reply.code.empty() ? "status " + std::to_string(reply.status)
                                             : reply.code + (reply.message.empty() ? "" : ": " + reply.message);
  const auto fault = [&](const std::string& sentence, const char* hint) { return make_error(Code::host_fault, sentence, hint); };
  if (reply.code == "NoSuchBucket")
    return fault("The object store has no bucket '" + address_.bucket + "'.",
                 "Create the bucket, or correct chittyos.sharedBlobs.");
  if (is_one_of(reply.code,
                {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthorizationHeaderMalformed"}))
    return fault("The object store does not accept the credentials or the region of chittyos.sharedBlobs (" + reply.code + ").",
                 "Correct keyId, secret or region in chittyos.sharedBlobs.");
  if (reply.code == "RequestTimeTooSkewed")
    return fault("The object store does not accept the time of this machine.", "Correct the clock.");
  if (reply.status == 507 || is_one_of(reply.code, {"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "StorageFull",
                                                    "ServiceQuotaExceeded"})) {
    Error full = fault("The object store is full (" + why + ").", "Free some space in the object store.");
    full.details["cause"] = "disk_full";
    return full;
  }
  if (reply.status == 401 || reply.status == 403)
    return fault("The object store does not allow it: " + what + " (" + why + ").",
                 "Allow the key of chittyos.sharedBlobs to get, put and list objects there, and to abort uploads.");
  if (may_help_later(reply)) {
    Error busy = fault("The object store is busy or failing: " + what + " (" + why + ").", "Try again in a moment.");
    busy.details["cause"] = "blobs_gone";
    busy.retryable = true;
    return busy;
  }
  return fault("The object store refused the request: " + what + " (" + why + ").",
               "Check chittyos.sharedBlobs and the object store.");
}

}  // namespace chitty::host::daemon

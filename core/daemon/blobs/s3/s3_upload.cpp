#include "daemon/blobs/s3/s3_upload.hpp"

#include "daemon/blobs/blob_address.hpp"
#include "daemon/blobs/running_hash.hpp"
#include "daemon/blobs/s3/s3_words.hpp"
#include "net/retry.hpp"

#include <algorithm>
#include <system_error>
#include <thread>

namespace chitty::host::daemon {
namespace {

constexpr std::uint64_t most_parts = 10'000;
constexpr std::size_t longest_answer = 1u << 20;
constexpr int most_completed = 4;
constexpr const char* not_kept = "the content cannot be kept";

Result<std::string> hash_of_part(const Incoming& incoming, std::uint64_t offset, std::uint64_t length) {
  RunningHash hash;
  std::string piece(256 * 1024, '\0');
  while (length > 0) {
    const auto got =
        incoming.read_at(offset, piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(length, piece.size())));
    if (!got) return got.error();
    hash.add({piece.data(), *got});
    offset += *got, length -= *got;
  }
  return hash.hex();
}

}  // namespace

std::function<std::size_t(char*, std::size_t)> source_of(const Incoming& incoming, std::uint64_t offset, std::uint64_t length) {
  return [&incoming, offset, left = length](char* buffer, std::size_t capacity) mutable -> std::size_t {
    const auto got = incoming.read_at(offset, buffer, static_cast<std::size_t>(std::min<std::uint64_t>(capacity, left)));
    if (!got) return source_failed;
    offset += *got, left -= *got;
    return *got;
  };
}

int S3Helpers::take(int wanted) {
  int had = free_, taken = 0;
  do taken = std::clamp(had, 0, wanted);
  while (taken > 0 && !free_.compare_exchange_weak(had, had - taken));
  return taken;
}

S3Upload::S3Upload(const S3Client& client, const Incoming& incoming, std::uint64_t part, S3Helpers& helpers,
                   const CancelToken& cancel)
    : client_(client),
      incoming_(incoming),
      part_(std::max(part, (incoming.size() + most_parts - 1) / most_parts)),
      count_((incoming.size() + part_ - 1) / part_),
      helpers_(helpers),
      cancel_(cancel),
      key_(place_of(incoming.hash())),
      tags_(static_cast<std::size_t>(count_)) {}

Result<void> S3Upload::run() {
  if (auto begun = begin(); !begun) return begun;
  auto done = send_parts();
  if (done) done = complete();
  if (!done) give_up();
  return done;
}

Result<void> S3Upload::begin() {
  auto reply = client_.send(
      {.method = "POST", .key = key_, .query = "uploads=", .headers = {{"Content-Type", "application/octet-stream"}}}, cancel_);
  if (!reply) return reply.error();
  if (!reply->done()) return client_.refused(*reply, not_kept);
  const auto said = read_all(*reply->http, longest_answer);
  id_ = said ? uri_encode(xml_text(*said, "UploadId")) : std::string();
  return id_.empty() ? client_.damaged("did not say the name of an upload in parts") : Result<void>();
}

// Whoever called sends, too, so that it goes on where no helper is free and where the system has no thread to give.
Result<void> S3Upload::send_parts() {
  const int taken = helpers_.take(static_cast<int>(std::min<std::uint64_t>(S3Helpers::of_an_upload, count_ - 1)));
  {
    std::vector<std::jthread> threads;
    try {
      for (int i = 0; i < taken; ++i) threads.emplace_back([this] { send_until_done(); });
    } catch (const std::system_error&) {
    }
    send_until_done();
  }
  helpers_.give_back(taken);
  if (failure_) return *failure_;
  return {};
}

void S3Upload::send_until_done() {
  for (;;) {
    {
      const std::lock_guard guard(mutex_);
      if (failure_) return;
    }
    const auto at = next_++;
    if (at >= count_) return;
    auto tag = [&]() -> Result<std::string> {
      try {
        return send_part(at + 1);
      } catch (const std::exception& thrown) {  // out of memory: a thread must not end the process
        return make_error(Code::host_fault, "The content cannot be sent: " + std::string(thrown.what()) + ".");
      }
    }();
    const std::lock_guard guard(mutex_);
    if (tag)
      tags_[static_cast<std::size_t>(at)] = std::move(*tag);
    else if (!failure_)
      failure_ = tag.error();
  }
}

Result<std::string> S3Upload::send_part(std::uint64_t number) const {
  const auto offset = (number - 1) * part_, length = std::min<std::uint64_t>(part_, incoming_.size() - offset);
  auto hash = hash_of_part(incoming_, offset, length);
  if (!hash) return hash.error();
  S3Request request{.method = "PUT",
                    .key = key_,
                    .query = "partNumber=" + std::to_string(number) + "&uploadId=" + id_,
                    .body_hash = std::move(*hash)};
  request.length = static_cast<std::int64_t>(length);
  request.source = [this, offset, length] { return source_of(incoming_, offset, length); };
  auto reply = client_.send(request, cancel_);
  if (!reply) return reply.error();
  if (!reply->done()) return client_.refused(*reply, not_kept);
  auto tag = reply->http->header("ETag");
  const auto said = read_all(*reply->http, longest_answer);
  if (tag.empty() || !said || xml_root_is(*said, "Error")) return client_.damaged("did not confirm a part");
  return tag;
}

// The store may answer 200 at once and find out later that it failed: only the body says. What is sent again and is not known any
// more has perhaps been completed; the caller looks.
Result<void> S3Upload::complete() {
  S3Request request{.method = "POST", .key = key_, .query = "uploadId=" + id_, .headers = {{"Content-Type", "application/xml"}}};
  request.body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  for (std::size_t i = 0; i < tags_.size(); ++i)
    request.body +=
        "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>" + xml_escaped(tags_[i]) + "</ETag></Part>";
  request.body += "</CompleteMultipartUpload>";
  std::string code;
  for (int tried = 0; tried < most_completed; ++tried) {
    if (tried > 0 && !cancel_.wait(backoff(tried + 1, 0.5))) break;
    auto reply = client_.send(request, cancel_);
    if (!reply) return reply.error();
    if (!reply->done()) return reply->code == "NoSuchUpload" && tried > 0 ? Result<void>() : client_.refused(*reply, not_kept);
    const auto said = read_all(*reply->http, longest_answer);
    if (said && xml_root_is(*said, "CompleteMultipartUploadResult")) return {};
    code = said ? xml_text(*said, "Code") : "no end";
  }
  return client_.damaged("answered 200 with the error " + code + " when all parts were sent");
}

// In a time of its own: whoever wanted the content kept may have gone. What this cannot reach, the bucket's own rule for uploads
// that were not completed must find.
void S3Upload::give_up() const {
  CancelToken briefly;
  briefly.set_deadline(CancelToken::Clock::now() + std::chrono::seconds(3));
  (void)client_.send({.method = "DELETE", .key = key_, .query = "uploadId=" + id_}, briefly, 2);
}

}  // namespace chitty::host::daemon

#include "daemon/blobs/s3/s3_blobs.hpp"

#include "daemon/blobs/blob_address.hpp"
#include "daemon/blobs/s3/s3_upload.hpp"
#include "daemon/blobs/s3/s3_words.hpp"
#include "daemon/blobs/verified.hpp"
#include "net/retry.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece_size = 256 * 1024;
constexpr std::size_t longest_answer = 64u << 10;
constexpr const char* not_kept = "the content cannot be kept";
constexpr int most_resumed = 4, most_wrong_answers = 3;
constexpr const char* mark = "chitty.txt";
constexpr const char* mark_text = "Blobs of ChittyOS: each object below is named by the SHA-256 of its content (sha256sum).\n";

// The range that a 206 begins with; nothing if it does not say.
bool begins_at(const HttpReply& reply, std::uint64_t offset) {
  return reply.header("Content-Range").starts_with("bytes " + std::to_string(offset) + "-");
}

}  // namespace

Result<S3Blobs::Found> S3Blobs::look(const Incoming& incoming, const CancelToken& cancel) const {
  auto reply = client_.send({.method = "HEAD", .key = place_of(incoming.hash())}, cancel);
  if (!reply) return reply.error();
  if (reply->status == 404) return Found::absent;
  if (!reply->done()) return client_.refused(*reply, not_kept);
  return reply->http->header("Content-Length") == std::to_string(incoming.size()) ? Found::whole : Found::other;
}

// By PUT in one request or POST as the end of several; unless `anew`, only where nothing is there.
Result<S3Reply> S3Blobs::put_object(S3Request request, bool anew, const CancelToken& cancel) const {
  const bool conditional = !anew && knows_conditions_;
  if (conditional) request.headers.emplace_back("If-None-Match", "*");
  auto reply = client_.send(request, cancel);
  // A store that does not know the condition: what was looked for before is then the only guard, and that is enough, since
  // whoever else writes there writes the same.
  const bool unknown =
      reply && conditional &&
      (reply->status == 501 || reply->code == "NotImplemented" || (reply->status == 400 && reply->code == "InvalidArgument"));
  if (!unknown) return reply;
  knows_conditions_ = false;
  request.headers.pop_back();
  return client_.send(request, cancel);
}

Result<void> S3Blobs::put_whole(const Incoming& incoming, const CancelToken& cancel) const {
  S3Request request{.method = "PUT",
                    .key = place_of(incoming.hash()),
                    .headers = {{"Content-Type", "application/octet-stream"}},
                    .body_hash = incoming.hash()};
  request.length = static_cast<std::int64_t>(incoming.size());
  request.source = [&incoming] { return source_of(incoming, 0, incoming.size()); };
  int wrong_answers = 0;
  for (bool anew = false;;) {
    auto reply = put_object(request, anew, cancel);
    if (!reply) return reply.error();
    if (reply->done()) {
      const auto said = read_all(*reply->http, longest_answer);
      if (!said) return client_.damaged("did not end its answer");
      if (!xml_root_is(*said, "Error")) return {};
      if (++wrong_answers < most_wrong_answers && cancel.wait(backoff(wrong_answers, 0.5))) continue;
      return client_.damaged("answered 200 with the error " + xml_text(*said, "Code"));
    }
    if (reply->status != 412 || anew) return client_.refused(*reply, not_kept);
    const auto found = look(incoming, cancel);
    if (!found) return found.error();
    if (*found == Found::whole) return {};
    anew = true;  // what is there has another length: the right content takes its place
  }
}

Result<Blobs::Kept> S3Blobs::put(const Read& read, const CancelToken& cancel) const {
  auto incoming = Incoming::take(read, waiting_, sizes_.in_memory);
  if (!incoming) return incoming.error();
  if (incoming->size() <= sizes_.in_memory && knows_conditions_) {
    auto done = put_whole(*incoming, cancel);
    return done ? Result<Kept>(incoming->kept()) : done.error();
  }
  const auto found = look(*incoming, cancel);  // cheaper than to send it
  if (!found) return found.error();
  if (*found == Found::whole) return incoming->kept();
  const bool in_parts = incoming->size() > sizes_.one_request;
  auto done = in_parts ? S3Upload(client_, *incoming, sizes_.part, helpers_, cancel).run() : put_whole(*incoming, cancel);
  if (!done) return done.error();
  if (!in_parts) return incoming->kept();
  const auto now = look(*incoming, cancel);
  if (!now) return now.error();
  if (*now != Found::whole) return client_.damaged("has lost a part of what was sent");
  return incoming->kept();
}

Result<void> S3Blobs::get(std::string_view address, const Write& write, const CancelToken& cancel) const {
  const auto hash = hash_of(address);
  if (!hash) return hash.error();
  Verified out(*hash, write);
  std::string piece(piece_size, '\0');
  for (int resumed = 0;; ++resumed) {
    S3Request request{.method = "GET", .key = place_of(*hash)};
    const auto from = out.size();
    if (from > 0) request.headers.emplace_back("Range", "bytes=" + std::to_string(from) + "-");
    auto reply = client_.send(request, cancel);
    if (!reply) return reply.error();
    if (reply->status == 404 && reply->code != "NoSuchBucket")
      return make_error(Code::not_found, "There is no content at " + std::string(address));
    if (!reply->done()) return client_.refused(*reply, "the content cannot be read");
    if (from > 0 && (reply->status != 206 || !begins_at(*reply->http, from)))
      return client_.damaged("does not go on where it broke off");
    for (;;) {
      const auto got = reply->http->read(piece.data(), piece.size());
      if (!got) {
        // It broke off: what is missing is asked for, a few times.
        if (got.error().code == Code::unreachable && resumed < most_resumed) break;
        return client_.away(got.error());
      }
      if (*got == 0) return out.end("Restore the object from a backup.");
      if (auto added = out.add({piece.data(), *got}); !added) return added;
    }
  }
}

Result<void> S3Blobs::check(const CancelToken& cancel) const {
  auto reply = client_.send({.method = "GET", .key = mark}, cancel, 1);
  if (reply && reply->status == 404 && reply->code != "NoSuchBucket")
    reply =
        client_.send({.method = "PUT", .key = mark, .headers = {{"Content-Type", "text/plain"}}, .body = mark_text}, cancel, 1);
  if (!reply) return reply.error();
  if (!reply->done()) return client_.refused(*reply, "its mark '" + std::string(mark) + "' cannot be read or written");
  return read_all(*reply->http, longest_answer) ? Result<void>() : client_.damaged("did not end its answer");
}

}  // namespace chitty::host::daemon

// Content that is sent in parts: begun, sent, completed; and given up as a whole where one of these fails. Up to four parts are under way at
// once, in any order; each is tried again alone (S3Client::send).
#pragma once

#include "daemon/blobs/incoming.hpp"
#include "daemon/blobs/s3/s3_client.hpp"

#include <mutex>
#include <vector>

namespace chitty::host::daemon {

// Threads that help those who send parts: so many in all, whoever wants some. What sends a part holds two pieces of 256 KiB (one to hash and
// to read, one on its way), and no part as a whole.
class S3Helpers {
 public:
  static constexpr int of_an_upload = 3, of_all_uploads = 12;
  // At most `wanted`; none is an answer, for whoever asks sends, too.
  int take(int wanted);
  void give_back(int taken) { free_ += taken; }

 private:
  std::atomic<int> free_{of_all_uploads};
};

class S3Upload {
 public:
  // Parts of at least `part` bytes. All must outlive it.
  S3Upload(const S3Client& client, const Incoming& incoming, std::uint64_t part, S3Helpers& helpers, const CancelToken& cancel);

  // What is there then is for the caller to look at. As Blobs::put; what was sent is given up, so that nobody pays for it.
  Result<void> run();

 private:
  Result<void> begin();
  Result<void> send_parts();
  void send_until_done();
  Result<std::string> send_part(std::uint64_t number) const;  // its tag
  Result<void> complete();
  void give_up() const;

  const S3Client& client_;
  const Incoming& incoming_;
  const std::uint64_t part_, count_;
  S3Helpers& helpers_;
  const CancelToken& cancel_;
  const std::string key_;
  std::string id_;                 // percent-encoded
  std::vector<std::string> tags_;  // of each part; each is written by who sent it
  std::atomic<std::uint64_t> next_{0};
  std::mutex mutex_;
  std::optional<Error> failure_;  // the first one; then no other part is begun
};

// So many bytes from `offset`, to be sent.
std::function<std::size_t(char*, std::size_t)> source_of(const Incoming& incoming, std::uint64_t offset, std::uint64_t length);

}  // namespace chitty::host::daemon

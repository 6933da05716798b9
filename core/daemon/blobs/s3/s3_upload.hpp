// Content that is sent in parts: begun, sent, completed; and given up as a whole where one of these fails.
#pragma once

#include "daemon/blobs/incoming.hpp"
#include "daemon/blobs/s3/s3_client.hpp"

namespace chitty::host::daemon {

class S3Upload {
 public:
  // Parts of at least `part` bytes. All must outlive it.
  S3Upload(const S3Client& client, const Incoming& incoming, std::uint64_t part, const CancelToken& cancel);

  // What is there then is for the caller to look at. As Blobs::put; what was sent is given up, so that nobody pays for it.
  Result<void> run();

 private:
  Result<void> begin();
  Result<void> send_parts();
  Result<void> complete();
  void give_up() const;

  const S3Client& client_;
  const Incoming& incoming_;
  const std::uint64_t part_;
  const CancelToken& cancel_;
  const std::string key_;
  std::string id_;     // percent-encoded
  std::string parts_;  // what completes it
};

// So many bytes from `offset`, to be sent.
std::function<std::size_t(char*, std::size_t)> source_of(const Incoming& incoming, std::uint64_t offset, std::uint64_t length);

}  // namespace chitty::host::daemon

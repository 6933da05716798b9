// Blobs as objects of an S3-compatible store, below the same names as in a folder: `sha256sum` of an object is its name.
#pragma once

#include "daemon/blobs/blobs.hpp"
#include "daemon/blobs/incoming.hpp"
#include "daemon/blobs/s3/s3_client.hpp"
#include "daemon/blobs/s3/s3_upload.hpp"

#include <filesystem>

namespace chitty::host::daemon {

// What is sent in how large pieces; the store's own bounds are 5 MiB and 10,000 parts.
struct S3Sizes {
  std::size_t in_memory = 1u << 20;                     // beyond it content waits in a file until its hash is known
  std::uint64_t one_request = std::uint64_t{16} << 20;  // beyond it it is sent in parts
  std::uint64_t part = std::uint64_t{8} << 20;          // at least; larger where there would be more than 10,000
};

class S3Blobs : public Blobs {
 public:
  // `waiting` is a folder of this machine: content of unknown hash waits there.
  S3Blobs(S3Address address, S3Client::Credentials credentials, std::unique_ptr<Transport> transport,
          std::filesystem::path waiting, S3Sizes sizes = S3Sizes())
      : client_(std::move(address), std::move(credentials), std::move(transport)), waiting_(std::move(waiting)), sizes_(sizes) {}

  Result<Kept> put(const Read& read, const CancelToken& cancel) const override;
  Result<void> get(std::string_view address, const Write& write, const CancelToken& cancel) const override;
  // Reads what was written there once, to be found by whoever looks into the bucket.
  Result<void> check(const CancelToken& cancel) const override;

 private:
  enum class Found { whole,
                     other,
                     absent };  // other: of another length
  Result<Found> look(const Incoming& incoming, const CancelToken& cancel) const;
  Result<void> put_whole(const Incoming& incoming, const CancelToken& cancel) const;
  Result<S3Reply> put_object(S3Request request, bool anew, const CancelToken& cancel) const;

  S3Client client_;
  std::filesystem::path waiting_;
  S3Sizes sizes_;
  mutable S3Helpers helpers_;
  mutable std::atomic<bool> knows_conditions_{true};  // If-None-Match; old stores do not
};

}  // namespace chitty::host::daemon

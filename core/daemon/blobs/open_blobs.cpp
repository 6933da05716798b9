#include "daemon/blobs/open_blobs.hpp"

#include "daemon/blobs/folder_blobs.hpp"
#include "daemon/blobs/s3/s3_blobs.hpp"

namespace chitty::host::daemon {

std::unique_ptr<Blobs> open_blobs(std::filesystem::path folder) { return std::make_unique<FolderBlobs>(std::move(folder)); }

Result<std::unique_ptr<Blobs>> open_blobs(S3Address address, std::function<Result<AwsCredentials>()> credentials,
                                          const std::filesystem::path& library, const std::filesystem::path& folder) {
  auto transport = open_transport(library);
  if (!transport) return transport.error();
  return std::unique_ptr<Blobs>(
      std::make_unique<S3Blobs>(address, std::move(credentials), std::move(*transport), folder / "incoming"));
}

}  // namespace chitty::host::daemon

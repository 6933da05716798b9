// The place of the blobs by its setting.
#pragma once

#include "daemon/blobs/blobs.hpp"
#include "daemon/blobs/s3/s3_address.hpp"
#include "net/signing/sigv4.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace chitty::host::daemon {

// The folder alone.
std::unique_ptr<Blobs> open_blobs(std::filesystem::path folder);

// An object store; what comes in waits in `folder` until its hash is known. HOST_FAULT: net.so is not in `library`.
Result<std::unique_ptr<Blobs>> open_blobs(S3Address address, std::function<Result<AwsCredentials>()> credentials,
                                          const std::filesystem::path& library, const std::filesystem::path& folder);

}  // namespace chitty::host::daemon

// Where content is kept: a folder of this machine, or an object store that several daemons share.
#pragma once

#include "daemon/blobs/open_blobs.hpp"
#include "daemon/process/options.hpp"

namespace chitty::host::daemon {

// `--blobs` if it was given; else chittyos.sharedBlobs of the environment `local` in the user's own configuration, as with the
// database (database_url.hpp); else the folder. The whole may be a reference; where it is none, its secrets must be some.
// CONFIGURATION: an unreadable configuration or reference, a URL that cannot be; HOST_FAULT: net.so is missing.
Result<std::unique_ptr<Blobs>> open_blobs(const Options& options);

}  // namespace chitty::host::daemon

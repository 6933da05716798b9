// Where content is kept: a folder of this machine, or an object store that several daemons share.
#pragma once

#include "daemon/blobs/open_blobs.hpp"
#include "daemon/process/options.hpp"

namespace chitty::host::daemon {

// Does the URL have a secret in it, for others to read in a list of processes?
bool has_blobs_secret(std::string_view url);

// `--blobs` if it was given; else chittyos.sharedBlobs of the environment `local` in the user's own configuration, as with the
// database (database_url.hpp); else the folder. The whole may be a reference, and each of its secrets must be one unless the whole
// is. CONFIGURATION: an unreadable configuration or reference, a URL that cannot be; HOST_FAULT: net.so is missing.
Result<std::unique_ptr<Blobs>> open_blobs(const Options& options);

}  // namespace chitty::host::daemon

// Blobs as files: written beside, synced, renamed.
#pragma once

#include "daemon/blobs/blobs.hpp"

#include <bitset>
#include <filesystem>
#include <mutex>

namespace chitty::host::daemon {

class FolderBlobs : public Blobs {
 public:
  explicit FolderBlobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<Kept> put(const Read& read, const CancelToken& cancel) const override;
  Result<void> get(std::string_view address, const Write& write, const CancelToken& cancel) const override;
  Result<void> check(const CancelToken& cancel) const override;

 private:
  std::filesystem::path folder_;
  // Folders "ba/78" that this process has synced with all above them: only what is in them is left to be synced.
  mutable std::mutex mutex_;
  mutable std::bitset<0x10000> durable_;
};

}  // namespace chitty::host::daemon

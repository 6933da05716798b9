// Blobs as files: written beside, synced, renamed.
#pragma once

#include "daemon/blobs/blobs.hpp"

#include <filesystem>

namespace chitty::host::daemon {

class FolderBlobs : public Blobs {
 public:
  explicit FolderBlobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<Kept> put(const Read& read, const CancelToken& cancel) const override;
  Result<void> get(std::string_view address, const Write& write, const CancelToken& cancel) const override;
  Result<void> check(const CancelToken& cancel) const override;

 private:
  std::filesystem::path folder_;
};

}  // namespace chitty::host::daemon

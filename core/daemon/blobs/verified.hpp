// Content on its way out, held to its address: the last piece waits until the hash of the whole is found right, so that nobody
// takes damaged content for the whole of it.
#pragma once

#include "daemon/blobs/blobs.hpp"
#include "daemon/blobs/running_hash.hpp"

namespace chitty::host::daemon {

class Verified {
 public:
  // Of the content with this hash; both must outlive this.
  Verified(const std::string& hash, const Blobs::Write& write) : hash_(hash), write_(write) {}

  Result<void> add(std::string_view piece) {
    running_.add(piece);
    size_ += piece.size();
    if (!held_.empty())
      if (auto written = write_(held_); !written) return written;
    held_.assign(piece);
    return {};
  }

  std::uint64_t size() const { return size_; }  // so far

  // HOST_FAULT if what came is not what the hash names; then the last piece has not been given on.
  Result<void> end(std::string hint) {
    if (running_.hex() != hash_)
      return make_error(Code::host_fault, "The content is damaged: its hash is no longer the one of its address, sha256:" + hash_,
                        std::move(hint));
    return held_.empty() ? Result<void>() : write_(held_);
  }

 private:
  const std::string& hash_;
  const Blobs::Write& write_;
  RunningHash running_;
  std::string held_;
  std::uint64_t size_ = 0;
};

}  // namespace chitty::host::daemon

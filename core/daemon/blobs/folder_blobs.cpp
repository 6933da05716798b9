#include "daemon/blobs/folder_blobs.hpp"

#include "daemon/blobs/blob_address.hpp"
#include "daemon/blobs/incoming.hpp"
#include "daemon/blobs/verified.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece_size = 256 * 1024;

}  // namespace

Result<Blobs::Kept> FolderBlobs::put(const Read& read, const CancelToken&) const {
  auto incoming = Incoming::take(read, folder_ / "incoming", 0);
  if (!incoming) return incoming.error();
  const auto place = folder_ / place_of(incoming->hash());
  std::error_code ec;
  const bool is_there = std::filesystem::file_size(place, ec) == incoming->size() && !ec;  // the same content, kept before
  if (is_there) return incoming->kept();
  const auto number = std::stoul(incoming->hash().substr(0, 4), nullptr, 16);
  const auto known = [&] {
    const std::lock_guard lock(mutex_);
    return durable_[number];
  }();
  if (auto done = incoming->become(place, folder_, known); !done) return done.error();
  const std::lock_guard lock(mutex_);
  durable_[number] = true;
  return incoming->kept();
}

Result<void> FolderBlobs::get(std::string_view address, const Write& write, const CancelToken&) const {
  const auto hash = hash_of(address);
  if (!hash) return hash.error();
  Fd fd(::open((folder_ / place_of(*hash)).c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd && errno == ENOENT) return make_error(Code::not_found, "There is no content at " + std::string(address));
  const auto unreadable = [&] { return disk_error("The content at " + std::string(address) + " cannot be read", errno); };
  if (!fd) return unreadable();
  Verified out(*hash, write);
  std::string piece(piece_size, '\0');
  for (;;) {
    const ssize_t got = ::read(fd.get(), piece.data(), piece.size());
    if (got < 0) return unreadable();
    if (got == 0) return out.end("Restore the file from a backup.");
    if (auto added = out.add({piece.data(), static_cast<std::size_t>(got)}); !added) return added;
  }
}

// A folder that is not there yet is made when something is kept.
Result<void> FolderBlobs::check(const CancelToken&) const {
  if (::access(folder_.c_str(), R_OK | W_OK | X_OK) == 0 || errno == ENOENT) return {};
  return disk_error("The folder of the content cannot be used", errno);
}

}  // namespace chitty::host::daemon

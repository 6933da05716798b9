#include "daemon/blobs/incoming.hpp"

#include "daemon/blobs/blob_address.hpp"
#include "daemon/blobs/running_hash.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece_size = 256 * 1024;
constexpr std::uint64_t written_at_once = 1 << 20;  // what is to be durable goes to the disk as it comes, so that the sync at its end is short
constexpr const char* not_stored = "The content could not be stored";

Result<void> sync_folder(const std::filesystem::path& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return disk_error("The folder of the content could not be synced", errno);
  return {};
}

}  // namespace

Error disk_error(const std::string& what, int error) {
  Error told =
      make_error(Code::host_fault, what + ": " + system_words(error) + ".", "Free some space on the disk of the data folder.");
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) told.details["cause"] = "disk_full";
  return told;
}

Incoming::~Incoming() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Blobs::Kept Incoming::kept() const { return {std::string(address_prefix) + hash_, size_}; }

// A file that nothing becomes of has no name, so that it goes whatever happens to this process.
Result<void> Incoming::into_file(const std::filesystem::path& folder, bool named) {
  if (auto made = make_folder(folder); !made) return made;
  std::string name = (folder / "blob-XXXXXX").string();
  fd_ = Fd(::mkostemp(name.data(), O_CLOEXEC));
  if (!fd_) return disk_error(not_stored, errno);
  if (named)
    path_ = name;
  else
    ::unlink(name.c_str());
  if (!write_all(fd_.get(), memory_)) return disk_error(not_stored, errno);
  std::string().swap(memory_);
  return {};
}

Result<Incoming> Incoming::take(const Blobs::Read& read, const std::filesystem::path& folder, std::size_t most_in_memory) {
  Incoming taken;
  if (most_in_memory == 0)
    if (auto made = taken.into_file(folder, true); !made) return made.error();
  RunningHash hash;
  std::string piece(piece_size, '\0');
  for (;;) {
    const auto got = read(piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) break;
    const std::string_view bytes(piece.data(), *got);
    hash.add(bytes);
    taken.size_ += bytes.size();
    if (!taken.fd_ && taken.size_ > most_in_memory)
      if (auto made = taken.into_file(folder, false); !made) return made.error();
    if (!taken.fd_)
      taken.memory_ += bytes;
    else if (!write_all(taken.fd_.get(), bytes))
      return disk_error(not_stored, errno);
    if (!taken.path_.empty()) taken.write_early();
  }
  taken.hash_ = hash.hex();
  return taken;
}

// Begun and not waited for: the sync at the end says whether it went well.
void Incoming::write_early() {
  if (size_ - early_ < written_at_once) return;
  (void)::sync_file_range(fd_.get(), static_cast<off64_t>(early_), static_cast<off64_t>(size_ - early_), SYNC_FILE_RANGE_WRITE);
  early_ = size_;
}

Result<std::size_t> Incoming::read_at(std::uint64_t offset, char* buffer, std::size_t capacity) const {
  if (offset >= size_ || capacity == 0) return std::size_t{0};
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, size_ - offset));
  if (!fd_) return memory_.copy(buffer, size, static_cast<std::size_t>(offset));
  const ssize_t got = ::pread(fd_.get(), buffer, size, static_cast<off_t>(offset));
  if (got <= 0) return disk_error("The content that is to be kept cannot be read", got < 0 ? errno : EIO);
  return static_cast<std::size_t>(got);
}

Result<void> Incoming::become(const std::filesystem::path& place, const std::filesystem::path& root, bool folder_is_durable) {
  if (::fsync(fd_.get()) != 0) return disk_error(not_stored, errno);
  if (auto made = make_folder(place.parent_path()); !made) return made;
  if (::rename(path_.c_str(), place.c_str()) != 0) return disk_error(not_stored, errno);
  path_.clear();
  const auto last = folder_is_durable ? place.parent_path() : root;
  for (auto folder = place.parent_path(); folder != last.parent_path(); folder = folder.parent_path())
    if (auto synced = sync_folder(folder); !synced) return synced;
  return {};
}

}  // namespace chitty::host::daemon

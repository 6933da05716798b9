#include "daemon/store/blobs.hpp"

#include "base/files.hpp"
#include "daemon/store/running_hash.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t piece_size = 256 * 1024;
constexpr std::string_view prefix = "sha256:";

Error disk_error(const std::string& what, int error) {
  Error told = make_error(Code::host_fault, what + ": " + system_words(error) + ".", "Free some space on the disk of the data folder.");
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) told.details["cause"] = "disk_full";
  return told;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return disk_error("The folder of the content could not be synced", errno);
  return {};
}

// A file with a name of its own that goes away unless it is kept.
struct Temporary {
  std::string path;
  Fd fd;
  ~Temporary() {
    if (!path.empty()) ::unlink(path.c_str());
  }
};

Result<std::pair<std::string, std::uint64_t>> copy(const Blobs::Read& read, int fd) {
  RunningHash hash;
  std::uint64_t size = 0;
  std::string piece(piece_size, '\0');
  for (;;) {
    auto got = read(piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) return std::make_pair(hash.hex(), size);
    const std::string_view bytes(piece.data(), *got);
    hash.add(bytes);
    size += bytes.size();
    if (!write_all(fd, bytes)) return disk_error("The content could not be stored", errno);
  }
}

bool is_address(std::string_view address) {
  return address.size() == prefix.size() + 64 && address.substr(0, prefix.size()) == prefix &&
         address.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
}

}  // namespace

std::filesystem::path Blobs::place(std::string_view hex) const {
  return folder_ / std::string(hex.substr(0, 2)) / std::string(hex.substr(2, 2)) / std::string(hex);
}

Result<Blobs::Kept> Blobs::put(const Read& read) const {
  const auto beside = folder_ / "incoming";
  if (auto made = make_folder(beside); !made) return made.error();
  Temporary temporary;
  std::string name = (beside / "blob-XXXXXX").string();
  temporary.fd = Fd(::mkostemp(name.data(), O_CLOEXEC));
  if (!temporary.fd) return disk_error("The content could not be stored", errno);
  temporary.path = name;

  auto copied = copy(read, temporary.fd.get());
  if (!copied) return copied.error();
  Kept kept{std::string(prefix) + copied->first, copied->second};
  const auto final_place = place(copied->first);
  std::error_code ec;
  if (std::filesystem::file_size(final_place, ec) == kept.size && !ec) return kept;  // the same content, kept before

  if (::fsync(temporary.fd.get()) != 0) return disk_error("The content could not be stored", errno);
  if (auto made = make_folder(final_place.parent_path()); !made) return made.error();
  if (::rename(temporary.path.c_str(), final_place.c_str()) != 0) return disk_error("The content could not be stored", errno);
  temporary.path.clear();
  for (auto folder = final_place.parent_path(); folder != folder_.parent_path(); folder = folder.parent_path())
    if (auto synced = sync_folder(folder); !synced) return synced.error();
  return kept;
}

Result<void> Blobs::get(std::string_view address, const Write& write) const {
  if (!is_address(address)) return usage_error("'" + std::string(address) + "' is not the address of a blob.", "It reads sha256: and 64 hex digits.");
  const auto hex = address.substr(prefix.size());
  Fd fd(::open(place(hex).c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd && errno == ENOENT) return make_error(Code::not_found, "There is no content at " + std::string(address));
  if (!fd) return disk_error("The content at " + std::string(address) + " cannot be read", errno);
  RunningHash hash;
  std::string piece(piece_size, '\0');
  for (;;) {
    const ssize_t got = ::read(fd.get(), piece.data(), piece.size());
    if (got < 0) return disk_error("The content at " + std::string(address) + " cannot be read", errno);
    if (got == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(got));
    hash.add(bytes);
    if (auto written = write(bytes); !written) return written;
  }
  if (hash.hex() == hex) return {};
  return make_error(Code::host_fault, "The content is damaged: its hash is no longer the one of its address, " + std::string(address),
                    "Restore the file from a backup.");
}

}  // namespace chitty::host::daemon

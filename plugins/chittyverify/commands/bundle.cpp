#include "bundle.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "../sha256.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

Error cannot_write(const std::string& path) {
  return make_error(Code::configuration, "cannot write '" + path + "': " + std::generic_category().message(errno), "Choose another folder: --out FOLDER");
}

// Closed whatever happens.
struct Open {
  int number;
  explicit Open(int opened) : number(opened) {}
  Open(const Open&) = delete;
  ~Open() {
    if (number >= 0) ::close(number);
  }
};

bool is_there(const std::string& path) {
  struct stat about;
  return ::lstat(path.c_str(), &about) == 0;
}

}  // namespace

Result<Bundle> Bundle::begin(const std::string& folder) {
  if (is_there(folder)) return make_error(Code::conflict, "'" + folder + "' already exists", "Choose another folder: --out FOLDER");
  std::string made = folder + ".XXXXXX";
  if (!::mkdtemp(made.data())) return cannot_write(folder);
  Bundle bundle(folder, made);
  for (const auto* below : {"/data", "/data/content"})
    if (::mkdir((made + below).c_str(), 0700) != 0) return cannot_write(folder);
  return bundle;
}

Bundle::Bundle(Bundle&& other) noexcept
    : folder_(std::move(other.folder_)), made_(std::exchange(other.made_, {})), manifest_(std::move(other.manifest_)), tags_(std::move(other.tags_)), bytes_(other.bytes_), files_(other.files_) {}

Bundle::~Bundle() {
  std::error_code ignored;
  if (!made_.empty()) std::filesystem::remove_all(made_, ignored);
}

Result<std::string> Bundle::file(const std::string& name, const std::function<Result<void>(const Piece&)>& write) {
  const auto path = made_ + "/" + name;
  const Open out(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (out.number < 0) return cannot_write(folder_ + "/" + name);
  Sha256 hash;
  CHITTY_DO(write([&](std::string_view piece) -> Result<void> {
    hash.add(piece);
    while (!piece.empty()) {
      const auto written = ::write(out.number, piece.data(), piece.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return cannot_write(folder_ + "/" + name);
      piece.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }));
  if (::fsync(out.number) != 0) return cannot_write(folder_ + "/" + name);
  return hash.hex();
}

Result<std::string> Bundle::payload(const std::string& name, const std::function<Result<void>(const Piece&)>& write) {
  CHITTY_TRY(auto hash, file("data/" + name, [&](const Piece& give) {
               return write([&](std::string_view piece) {
                 bytes_ += piece.size();
                 return give(piece);
               });
             }));
  manifest_ += hash + "  data/" + name + "\n";
  ++files_;
  return hash;
}

Result<void> Bundle::payload(const std::string& name, std::string_view content) {
  CHITTY_DO(payload(name, [&](const Piece& give) { return give(content); }));
  return {};
}

Result<void> Bundle::tag(const std::string& name, std::string_view content) {
  CHITTY_TRY(const auto hash, file(name, [&](const Piece& give) { return give(content); }));
  tags_ += hash + "  " + name + "\n";
  return {};
}

Result<void> Bundle::finish(const std::vector<std::string>& info) {
  std::string text;
  for (const auto& line : info) text += line + "\n";
  text += "Payload-Oxum: " + std::to_string(bytes_) + "." + std::to_string(files_) + "\n";
  CHITTY_DO(tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
  CHITTY_DO(tag("bag-info.txt", text));
  CHITTY_DO(tag("manifest-sha256.txt", manifest_));
  CHITTY_DO(file("tagmanifest-sha256.txt", [&](const Piece& give) { return give(tags_); }));
  if (is_there(folder_) || ::rename(made_.c_str(), folder_.c_str()) != 0) return make_error(Code::conflict, "'" + folder_ + "' was made by somebody else meanwhile", "Choose another folder: --out FOLDER");
  made_.clear();
  return {};
}

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) plain += static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == '%' || c == '/' ? '_' : c;
  return plain.empty() || plain == "." || plain == ".." ? "content" : plain;
}

}  // namespace chittyverify

// A Maildir: one file a mail, its name before ":2," the key. Other programs rename files while this one reads.
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

#include "source.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

class Maildir : public Source {
 public:
  Maildir(std::string folder, int handle) : folder_(std::move(folder)), handle_(handle) {}
  ~Maildir() override { ::close(handle_); }
  Maildir(const Maildir&) = delete;
  Maildir& operator=(const Maildir&) = delete;

  std::string name() const override { return "maildir:" + folder_; }

  Result<void> list() {
    for (const auto* part : {"new", "cur"}) {
      const int folder = ::openat(handle_, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (folder < 0) return make_error(Code::configuration, "cannot read mailbox '" + folder_ + "': it has no folder '" + part + "'", "Name the folder of a Maildir, with 'cur' and 'new' in it, or an mbox file");
      auto* entries = ::fdopendir(folder);
      while (const auto* entry = ::readdir(entries))
        if (entry->d_name[0] != '.') files_.push_back({std::string(part) + "/" + entry->d_name});
      ::closedir(entries);
    }
    // As they came in: a name begins with the second of delivery.
    std::sort(files_.begin(), files_.end(), [](const std::string& a, const std::string& b) {
      const auto left = std::strtoull(a.c_str() + 4, nullptr, 10), right = std::strtoull(b.c_str() + 4, nullptr, 10);
      return left != right ? left < right : a.compare(4, a.npos, b, 4, b.npos) < 0;
    });
    return {};
  }

  Result<std::optional<Fetched>> next(const std::unordered_set<std::string>& known) override {
    while (at_ < files_.size()) {
      const auto file = files_[at_++];
      auto key = key_of(file);
      if (known.contains(key)) continue;
      auto bytes = content_of_file(handle_, file);
      if (!bytes && bytes.error().code == Code::not_found) bytes = renamed(key);
      if (!bytes && bytes.error().code == Code::not_found) continue;  // deleted meanwhile
      if (!bytes) return std::optional(Fetched{.key = std::move(key), .bytes = {}, .wrong = bytes.error().message});
      const auto flags = file.rfind(":2,");
      return std::optional(Fetched{.key = std::move(key), .bytes = *std::move(bytes), .seen = flags != file.npos && file.find('S', flags) != file.npos});
    }
    return std::optional<Fetched>();
  }

 private:
  static std::string key_of(const std::string& file) { return file.substr(4, file.find(":2,") == file.npos ? file.npos : file.find(":2,") - 4); }

  // Read by somebody in between: it is in "cur" under another name.
  Result<std::string> renamed(const std::string& key) {
    const int folder = ::openat(handle_, "cur", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return make_error(Code::not_found, "gone");
    std::string found;
    auto* entries = ::fdopendir(folder);
    while (const auto* entry = ::readdir(entries))
      if (std::string_view(entry->d_name).starts_with(key) && key_of("cur/" + std::string(entry->d_name)) == key) found = entry->d_name;
    ::closedir(entries);
    return found.empty() ? Result<std::string>(make_error(Code::not_found, "gone")) : content_of_file(handle_, "cur/" + found);
  }

  std::string folder_;
  int handle_;
  std::vector<std::string> files_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> open_maildir(const std::string& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return make_error(Code::not_found, "cannot read mailbox '" + folder + "': " + std::strerror(errno));
  std::error_code ignored;
  auto made = std::make_unique<Maildir>(std::filesystem::canonical(folder, ignored).string(), handle);
  CHITTY_DO(made->list());
  return std::unique_ptr<Source>(std::move(made));
}

}  // namespace chittyrouter

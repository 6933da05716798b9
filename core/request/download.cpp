#include "request/download.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

Error cannot_write(const std::string& file) {
  return make_error(Code::configuration, "cannot write '" + file + "': " + system_words(errno));
}

// A file beside `target` that is gone when this is, unless it was put in its place.
class Unfinished {
 public:
  static Result<Unfinished> beside(const fs::path& target) {
    char bytes[32] = {};
    (void)fill_random(bytes, sizeof bytes);
    const auto name = "." + target.filename().string() + "." + hex(sha256({bytes, sizeof bytes})).substr(0, 12) + ".part";
    Unfinished made;
    made.target_ = target;
    made.path_ = target.parent_path() / name;
    made.file_ = Fd(::open(made.path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!made.file_) {
      made.path_.clear();
      return cannot_write(target.string());
    }
    return made;
  }
  Unfinished(Unfinished&& other) noexcept
      : target_(std::move(other.target_)), path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
  ~Unfinished() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  Result<void> write(std::string_view data) {
    while (!data.empty()) {
      const auto done = ::write(file_.get(), data.data(), data.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) return cannot_write(target_.string());
      data.remove_prefix(static_cast<std::size_t>(done));
    }
    return {};
  }

  Result<void> finish() {
    if (::fsync(file_.get()) != 0 || ::rename(path_.c_str(), target_.c_str()) != 0) return cannot_write(target_.string());
    path_.clear();
    return {};
  }

 private:
  Unfinished() = default;
  fs::path target_, path_;
  Fd file_;
};

template <class Write>
Result<std::uint64_t> pour(HttpReply& reply, Courier& courier, const std::string& label, Write write) {
  std::uint64_t total = 0, done = 0;
  const auto length = reply.header("Content-Length");
  std::from_chars(length.data(), length.data() + length.size(), total);
  if (!reply.header("Content-Encoding").empty()) total = 0;
  std::array<char, 65536> piece;
  for (;;) {
    const auto got = reply.read(piece.data(), piece.size());
    if (!got) return got.error();
    if (*got == 0) return done;
    if (auto written = write(std::string_view(piece.data(), *got)); !written) return written.error();
    done += *got;
    courier.progress(done, total, label);
  }
}

}  // namespace

Result<std::optional<json::object>> download(HttpReply& reply, const std::string& file, Courier& courier) {
  if (file == "-") {
    auto done = pour(reply, courier, "bytes", [&](std::string_view data) { return courier.bytes(data); });
    if (!done) return done.error();
    return std::optional<json::object>();
  }
  const fs::path target(file);
  std::error_code ec;
  if (fs::is_directory(target, ec)) return usage_error("cannot write '" + file + "': it is a folder", "Name a file in it.");
  if (auto allowed = courier.will_write(file); !allowed) return allowed.error();
  // A device or a pipe is written to as it is: /dev/null is not replaced by a file.
  const bool special = fs::exists(target, ec) && !fs::is_regular_file(target, ec);
  std::uint64_t bytes = 0;
  if (special) {
    Fd out(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!out) return cannot_write(file);
    auto done = pour(reply, courier, file, [&](std::string_view data) -> Result<void> {
      while (!data.empty()) {
        const auto wrote = ::write(out.get(), data.data(), data.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return cannot_write(file);
        data.remove_prefix(static_cast<std::size_t>(wrote));
      }
      return {};
    });
    if (!done) return done.error();
    bytes = *done;
  } else {
    auto unfinished = Unfinished::beside(target);
    if (!unfinished) return unfinished.error();
    auto done = pour(reply, courier, file, [&](std::string_view data) { return unfinished->write(data); });
    if (!done) return done.error();
    if (auto finished = unfinished->finish(); !finished) return finished.error();
    bytes = *done;
  }
  json::object record{{"file", file}, {"bytes", bytes}};
  if (const auto type = reply.header("Content-Type"); !type.empty()) record["type"] = type;
  return std::optional(std::move(record));
}

}  // namespace chitty::host

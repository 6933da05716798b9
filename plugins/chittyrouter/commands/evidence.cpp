#include "evidence.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chitty/members.hpp>
#include <cstring>
#include <filesystem>

#include "../mail/parse.hpp"
#include "../source/source.hpp"
#include "replies.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

// A folder of its own, readable by its owner alone, gone at the end.
class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "chitty-mail-XXXXXX").string();
    if (::mkdtemp(pattern.data())) path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A name that is nothing but a name.
std::string file_name(std::string name, std::size_t number) {
  for (auto& c : name)
    if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  while (name.starts_with('.') || name.starts_with('-')) name.erase(0, 1);
  return name.empty() ? "attachment-" + std::to_string(number + 1) : name;
}

Result<void> write_file(const std::string& path, std::string_view bytes, std::size_t number) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const auto failed = [&] { return make_error(Code::configuration, "cannot write '" + path + "': " + std::strerror(errno)); };
  if (file < 0) return failed();
  auto done = attachment_of(bytes, number, [&](std::string_view piece) -> Result<void> {
    while (!piece.empty()) {
      const auto put = ::write(file, piece.data(), piece.size());
      if (put <= 0) return failed();
      piece.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
  });
  ::close(file);
  return done;
}

}  // namespace

Result<json::array> submit_attachments(Host& host, const json::object& message) {
  const auto id = text_in(message, "id");
  CHITTY_TRY(auto reply, host.open(get("/api/v1/inbox/" + encode(id) + "/raw")));
  std::string bytes, buffer(256 << 10, '\0');
  for (std::size_t got = 1; got > 0; bytes.append(buffer.data(), got)) {
    CHITTY_TRY(got, reply.read(buffer.data(), buffer.size()));
  }
  if (sha256_hex(bytes) != text_in(message, "contentHash")) return make_error(Code::refused, "the bytes of mail " + id + " are not those that came in");
  const Folder folder;
  if (folder.path().empty()) return make_error(Code::configuration, std::string("cannot make a temporary folder: ") + std::strerror(errno));
  json::array recorded;
  const auto attachments = array_in(message, "attachments");
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    const auto path = folder.path() + "/" + std::to_string(i + 1), file = path + "/" + file_name(text_in(attachments[i], "name"), i);
    std::filesystem::create_directory(path);
    CHITTY_DO(write_file(file, bytes, i));
    const auto metadata = json::serialize(json::object{{"mail", id}, {"mailHash", text_in(message, "contentHash")}, {"messageId", text_in(message, "messageId")}, {"from", text_in(message, "from")}, {"part", i + 1}});
    const auto submitted = host.run({"verify", "evidence", "submit", file, "--type", "Email", "--metadata", metadata});
    if (submitted && !submitted->empty()) recorded.push_back(json::value(text_in(submitted->front(), "artifactId")));
    if (submitted) continue;
    // The same content is there once; then it is evidence already.
    const auto there = text_in(submitted.error().details, "artifactId");
    if (submitted.error().code != Code::conflict || there.empty()) return submitted.error();
    recorded.push_back(json::value(there));
  }
  return recorded;
}

}  // namespace chittyrouter

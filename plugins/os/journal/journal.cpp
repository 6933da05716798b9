#include "journal.hpp"

#include <chitty/members.hpp>
#include <chitty/new_file.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace os {

using namespace chitty;

namespace {

constexpr const char* way_on = "Make it writable, or set XDG_STATE_HOME.";

struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

Error cannot(const std::string& doing, const std::string& path) {
  return make_error(Code::configuration, "cannot " + doing + " '" + path + "': " + std::generic_category().message(errno), way_on);
}

Result<void> keep_name(const std::string& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.number < 0 || ::fsync(file.number) != 0) return cannot("write", folder);
  return {};
}

std::string line_of(const json::object& entry) { return json::serialize(entry) + "\n"; }

}  // namespace

std::string state_folder() {
  const char* set = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  return (set && *set == '/' ? std::string(set) : std::string(home ? home : "") + "/.local/state") + "/chitty";
}

Result<Journal> Journal::open(const std::string& name) {
  Journal journal(state_folder() + "/" + name + ".journal");
  std::ifstream file(journal.path_, std::ios::binary);
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR) return journal;
    return cannot("read", journal.path_);
  }
  std::stringstream all;
  all << file.rdbuf();
  const auto text = all.str();
  for (std::size_t end = 0; (end = text.find('\n', journal.whole_)) != std::string::npos; journal.whole_ = end + 1) {
    boost::system::error_code ec;
    auto entry = json::parse(std::string_view(text).substr(journal.whole_, end - journal.whole_), ec);
    if (ec || !entry.is_object())
      return make_error(Code::configuration, "the journal '" + journal.path_ + "' is damaged", "Look at it, and remove it: rm " + journal.path_);
    journal.entries_.push_back(std::move(entry.get_object()));
  }
  return journal;
}

bool Journal::at_rest() const { return entries_.empty() || text_in(entries_.back(), "step") == "end"; }

Result<void> Journal::begin(json::object first) {
  const auto text = line_of(first);
  CHITTY_TRY(auto file, NewFile::beside(path_, true, way_on));
  CHITTY_DO(file.write(text));
  CHITTY_DO(file.exchange());
  CHITTY_DO(keep_name(std::filesystem::path(path_).parent_path().string()));
  entries_.assign(1, std::move(first));
  whole_ = text.size();
  return {};
}

Result<void> Journal::add(json::object entry) {
  const auto text = line_of(entry);
  const Descriptor file(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.number < 0 || ::ftruncate(file.number, static_cast<off_t>(whole_)) != 0) return cannot("write", path_);
  for (std::size_t written = 0; written < text.size();) {
    const auto more = ::pwrite(file.number, text.data() + written, text.size() - written, static_cast<off_t>(whole_ + written));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return cannot("write", path_);
    written += static_cast<std::size_t>(more);
  }
  if (::fsync(file.number) != 0) return cannot("write", path_);
  whole_ += text.size();
  entries_.push_back(std::move(entry));
  return {};
}

// The folder itself is locked, so that there is no file that a run which changes nothing would leave behind.
Result<RunLock> RunLock::take() {
  const auto folder = state_folder();
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return cannot("open", folder);
  RunLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return cannot("lock", folder);
  return make_error(Code::conflict, "another rotation of secrets or deployment is running", "Wait until it has ended, and run this again.");
}

RunLock::~RunLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace os

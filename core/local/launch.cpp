#include "local/launch.hpp"

#include "base/process/child_process.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace chitty::host {
namespace {

std::vector<char*> argument_vector(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const auto& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

Error cannot_start(const std::string& program, int error) {
  return make_error(Code::configuration, "Cannot start " + program + ": " + system_words(error) + ".",
                    "Install chittyd beside chitty.");
}

}  // namespace

Result<int> launch_detached(const std::vector<std::string>& words, const std::filesystem::path& log_file) {
  if (auto made = make_folder(log_file.parent_path()); !made) return made.error();
  Fd log(::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!log)
    return make_error(Code::configuration, "Cannot write the log " + log_file.string() + ": " + system_words(errno) + ".",
                      "Make the folder writable.");
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, log.get(), 1);
  ::posix_spawn_file_actions_adddup2(&files, log.get(), 2);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, words.front().c_str(), &files, &attributes, argument_vector(words).data(), environment_of_child().data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) return cannot_start(words.front(), error);
  return static_cast<int>(child);
}

Error become(const std::vector<std::string>& words) {
  ::execve(words.front().c_str(), argument_vector(words).data(), environment_of_child().data());
  return cannot_start(words.front(), errno);
}

std::optional<Error> last_error(const std::filesystem::path& log_file) {
  constexpr std::string_view error = "error: ", hint = "hint: ";
  const auto lines = split(last_lines(log_file, 2), '\n');
  const bool hinted = lines.size() == 2 && lines[1].starts_with(hint) && lines[0].starts_with(error);
  if (!hinted && (lines.empty() || !lines.back().starts_with(error))) return std::nullopt;
  return make_error(Code::configuration, (hinted ? lines[0] : lines.back()).substr(error.size()), hinted ? lines[1].substr(hint.size()) : std::string());
}

std::string last_lines(const std::filesystem::path& file, std::size_t count) {
  const auto text = read_file(file);
  if (!text) return {};
  auto lines = split(trim(*text), '\n');
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
  return join(lines, "\n");
}

}  // namespace chitty::host

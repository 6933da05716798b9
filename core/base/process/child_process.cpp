#include "base/process/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <cstring>

#include "base/files.hpp"

extern char** environ;

namespace chitty::host {

namespace {

bool is_our_token(std::string_view variable) {
  const auto name = variable.substr(0, variable.find('='));
  return name.starts_with("CHITTY_") && name.ends_with("TOKEN");
}

}  // namespace

std::vector<char*> environment_of_child() {
  std::vector<char*> out;
  for (char** one = environ; one && *one; ++one)
    if (!is_our_token(*one)) out.push_back(*one);
  out.push_back(nullptr);
  return out;
}

Result<pid_t> start_child(const ChildProcess& child) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  if (child.output >= 0)
    ::posix_spawn_file_actions_adddup2(&files, child.output, 1);
  else
    ::posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addclosefrom_np(&files, 3);
  sigset_t none, ordinary;
  ::sigemptyset(&none);
  ::sigemptyset(&ordinary);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGALRM, SIGXFSZ}) ::sigaddset(&ordinary, number);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &ordinary);
  std::vector<char*> words;
  for (const auto& word : child.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const auto environment = environment_of_child();
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, child.program.c_str(), &files, &attributes, words.data(), environment.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0)
    return make_error(Code::host_fault, child.program + " cannot be started: " + system_words(error) + ".");
  return pid;
}

}  // namespace chitty::host

#include "base/confined/walls.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

namespace chitty::host {

namespace {

// What may be done with files, as Landlock numbers it; the last two came with its versions 2 and 3.
constexpr std::uint64_t run = 1u << 0, write = 1u << 1, read = 1u << 2, list = 1u << 3, all_of_first = (1u << 13) - 1, refer = 1u << 13, truncate = 1u << 14;

constexpr const char* programs[] = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix/store"};
constexpr const char* devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};

void write_file(const char* path, const char* text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const auto written = ::write(file, text, std::strlen(text));
  ::close(file);
}

void allow(int rules, int place, std::uint64_t what) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = what;
  rule.parent_fd = place;
  ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

void allow(int rules, const char* path, std::uint64_t what) {
  const int place = ::open(path, O_PATH | O_CLOEXEC);
  if (place < 0) return;
  allow(rules, place, what);
  ::close(place);
}

void limit(int resource, std::uint64_t most) {
  rlimit both{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &both) != 0) return;
  if (most < both.rlim_max) both.rlim_max = most;
  both.rlim_cur = both.rlim_max;
  ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

}  // namespace

bool wall_off_processes() {
  char users[64], groups[64];
  std::snprintf(users, sizeof users, "%u %u 1", ::geteuid(), ::geteuid());
  std::snprintf(groups, sizeof groups, "%u %u 1", ::getegid(), ::getegid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWIPC) != 0) return false;
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", users);
  write_file("/proc/self/gid_map", groups);
  return true;
}

bool wall_off_files(int folder) {
  const auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = all_of_first | (version >= 2 ? refer : 0) | (version >= 3 ? truncate : 0);
  // The first member alone: what newer systems know besides is not asked for.
  const int rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0));
  if (rules < 0) return false;
  for (const char* path : programs) allow(rules, path, run | read | list);
  for (const char* path : devices) allow(rules, path, read | write | (version >= 3 ? truncate : 0));
  allow(rules, folder, attributes.handled_access_fs);
  const bool done = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  ::close(rules);
  return done;
}

void limit_self(const ProgramLimits& limits, bool alone) {
  constexpr std::uint64_t leeway = 64u << 20;  // so that growing slowly is seen, and told as what it is
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_DATA, limits.memory + leeway);
  limit(RLIMIT_FSIZE, limits.file);
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_MEMLOCK, 64u << 10);
  limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.time.count()) / 1000 + 2);
  if (alone) limit(RLIMIT_NPROC, limits.processes + 2);  // the keeper is one, and one may be ending
}

}  // namespace chitty::host

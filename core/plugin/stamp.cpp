#include "plugin/stamp.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

namespace chitty::host {

namespace {

std::int64_t nanoseconds(const timespec& time) { return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

bool ours(uid_t owner) { return owner == 0 || owner == ::geteuid(); }

constexpr mode_t others_write = S_IWGRP | S_IWOTH;

FileLook look_of(const struct stat& facts) {
  FileLook look;
  look.stamp = {facts.st_dev, facts.st_ino, static_cast<std::uint64_t>(facts.st_size), nanoseconds(facts.st_mtim),
                nanoseconds(facts.st_ctim)};
  look.is_file = S_ISREG(facts.st_mode);
  look.is_folder = S_ISDIR(facts.st_mode);
  look.only_owner_writes = ours(facts.st_uid) && !(facts.st_mode & others_write);
  return look;
}

FileLook no_look(int error) {
  FileLook look;
  look.error = error;
  return look;
}

}  // namespace

FileLook look_at(const char* path) {
  struct stat facts {};
  return ::stat(path, &facts) == 0 ? look_of(facts) : no_look(errno);
}

FileLook look_at(int fd) {
  struct stat facts {};
  return ::fstat(fd, &facts) == 0 ? look_of(facts) : no_look(errno);
}

std::int64_t stamp_clock_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return nanoseconds(now);
}

bool is_settled(const FileStamp& stamp, std::int64_t time_ns) {
  // Every change sets `changed` by the system's clock; `modified` may be set to anything, so it says nothing here.
  const bool whole_seconds = stamp.changed_ns % 1'000'000'000 == 0;
  return stamp.changed_ns + (whole_seconds ? 2'000'000'000 : 50'000'000) < time_ns;
}

}  // namespace chitty::host

#include "base/confined/descendants.hpp"

#include <dirent.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

namespace chitty::host {

namespace {

constexpr std::size_t most_looked_at = 10'000;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(DIR* folder) const { ::closedir(folder); }
};

void add_children(const std::string& task, std::vector<pid_t>& all) {
  const std::unique_ptr<std::FILE, Close> file(std::fopen((task + "/children").c_str(), "re"));
  for (long child = 0; file && all.size() < most_looked_at && std::fscanf(file.get(), "%ld", &child) == 1;) all.push_back(static_cast<pid_t>(child));
}

// A process' children are those of its threads.
void add_children_of(const std::string& process, std::vector<pid_t>& all) {
  const auto tasks = process + "/task";
  const std::unique_ptr<DIR, Close> folder(::opendir(tasks.c_str()));
  while (const auto* entry = folder ? ::readdir(folder.get()) : nullptr)
    if (entry->d_name[0] != '.') add_children(tasks + "/" + entry->d_name, all);
}

}  // namespace

std::vector<pid_t> descendants() {
  std::vector<pid_t> all;
  add_children_of("/proc/self", all);
  for (std::size_t at = 0; at < all.size(); ++at) add_children_of("/proc/" + std::to_string(all[at]), all);
  return all;
}

std::uint64_t memory_of(const std::vector<pid_t>& processes) {
  std::uint64_t pages = 0;
  for (const pid_t process : processes) {
    const std::unique_ptr<std::FILE, Close> file(std::fopen(("/proc/" + std::to_string(process) + "/statm").c_str(), "re"));
    unsigned long size = 0, resident = 0;
    if (file && std::fscanf(file.get(), "%lu %lu", &size, &resident) == 2) pages += resident;
  }
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace chitty::host

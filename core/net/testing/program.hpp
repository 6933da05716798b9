// Other programs and folders, for the length of a test.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chitty::host::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A program started with `words`, its input and output away, ended with this.
class Program {
 public:
  explicit Program(const std::vector<std::string>& words, const std::filesystem::path& folder = ".");
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void wait_for_port(std::uint16_t port) const;  // at most ten seconds

 private:
  int pid_;
};

}  // namespace chitty::host::testing

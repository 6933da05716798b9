// For tests: a folder that goes away, and paths that all lie in it.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "base/files.hpp"
#include "base/paths.hpp"

namespace chitty::host::testing {

class Folders {
 public:
  Folders() {
    std::string name = (std::filesystem::temp_directory_path() / "chitty-plugin-test.XXXXXX").string();
    root = ::mkdtemp(name.data());
    paths = {.config = root / "config",
             .data = root / "data",
             .cache = root / "cache",
             .state = root / "state",
             .library = root / "lib",
             .program = root / "bin"};
    std::filesystem::create_directories(plugins());
    ::unsetenv("CHITTY_PLUGIN_PATH");
    ::unsetenv("CHITTY_NO_PLUGINS");
  }
  ~Folders() { std::filesystem::remove_all(root); }
  Folders(const Folders&) = delete;

  std::filesystem::path plugins() const { return paths.data / "plugins"; }

  // Written in place, so that the folder itself does not change when the file is there already.
  std::string put(const std::filesystem::path& file, std::string_view bytes) const {
    std::filesystem::create_directories(file.parent_path());
    FILE* out = std::fopen(file.c_str(), "wb");
    EXPECT_TRUE(out && std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size());
    if (out) std::fclose(out);
    return file.string();
  }

  // Let what was written become older than the file system's clock can blur.
  static void settle() { std::this_thread::sleep_for(std::chrono::milliseconds(70)); }

  std::filesystem::path root;
  Paths paths;
};

}  // namespace chitty::host::testing

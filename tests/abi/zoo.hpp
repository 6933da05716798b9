// The plugins that the rules are tried on, by their case in tests/zoo.
#pragma once

#include <gtest/gtest.h>

#include <chitty/testkit.hpp>
#include <string>

namespace chitty {

inline std::string zoo_file(const std::string& name, const std::string& plugin = {}) {
  return std::string(CHITTY_BUILD_DIR) + "/zoo/" + name + "/" + (plugin.empty() ? name : plugin) + ".so";
}

inline chitty_plugin_entry_fn entry_of(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  EXPECT_NE(library, nullptr) << (library ? "" : dlerror());
  return library ? reinterpret_cast<chitty_plugin_entry_fn>(dlsym(library, CHITTY_PLUGIN_ENTRY)) : nullptr;
}

// The three that must keep every rule: C, C++ over the face, and the one that was built long ago.
inline std::vector<std::string> good_files() {
  return {zoo_file("good-c", "zoo"), zoo_file("good-cpp", "zoo-cpp"), KEPT};
}

}  // namespace chitty

// For tests: the zoo's plugins (tests/zoo) in a search path, opened by a host that offers nothing.
#pragma once

#include <chitty/abi.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "plugin/catalogue.hpp"
#include "plugin/running.hpp"
#include "plugin/testing/folders.hpp"

namespace chitty::host::testing {

inline const void* CHITTY_CALL nothing(const chitty_str*) { return nullptr; }

inline const chitty_host& a_host() {
  static const chitty_host host{sizeof(chitty_host), CHITTY_ABI_MAJOR, CHITTY_ABI_MINOR, 0,
                                abi::borrow("test"), abi::borrow("0"), nothing};
  return host;
}

inline std::filesystem::path folder_of(const std::string& animal) {
  return std::filesystem::path(CHITTY_BUILD_DIR) / "zoo" / animal;
}

struct Zoo : Folders {
  explicit Zoo(const std::string& folders_list) { ::setenv("CHITTY_PLUGIN_PATH", folders_list.c_str(), 1); }
  Catalogue open() const { return Catalogue::open(paths); }
};

inline Result<RunningPlugin> run(const CatalogueRow& row) {
  const auto manifest = parse_manifest(row.manifest);
  if (!manifest) return manifest.error();
  return RunningPlugin::open(row, *manifest, a_host());
}

}  // namespace chitty::host::testing

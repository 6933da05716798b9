// Where plugins are looked for, and which files there may be one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plugin/catalogue.hpp"
#include "plugin/stamp.hpp"

namespace chitty::host {

// A search place and one look at it.
struct LookedPlace {
  SearchPlace place;
  FileLook look;
};
std::vector<LookedPlace> look_at_places(const Paths& paths);

// The files of a folder that have a library's ending (.so; .dylib and .dll too, to say whose they are), sorted by name.
std::vector<std::string> library_files(const std::filesystem::path& folder);

}  // namespace chitty::host

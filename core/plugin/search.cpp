#include "plugin/search.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "base/files.hpp"
#include "base/text.hpp"

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : std::string_view();
}

// Why this place is not read, or empty.
std::string why_skipped(const fs::path& folder, const FileLook& look, const std::vector<LookedPlace>& before) {
  if (!folder.is_absolute()) return "it is not an absolute path";
  if (look.error == ENOENT) return "there is no such folder";
  if (look.error) return system_words(look.error);
  if (!look.is_folder) return "it is not a folder";
  for (const auto& other : before)
    if (other.place.skipped.empty() && other.look.stamp.inode == look.stamp.inode &&
        other.look.stamp.device == look.stamp.device)
      return "it has been searched already";
  return {};
}

void add(std::vector<LookedPlace>& places, fs::path folder, std::string origin) {
  LookedPlace made;
  made.look = look_at(folder.c_str());
  made.place.skipped = why_skipped(folder, made.look, places);
  made.place.folder = std::move(folder);
  made.place.origin = std::move(origin);
  places.push_back(std::move(made));
}

}  // namespace

std::vector<LookedPlace> look_at_places(const Paths& paths) {
  std::vector<LookedPlace> places;
  if (environment("CHITTY_NO_PLUGINS") == "1") return places;
  for (const auto& folder : split(environment("CHITTY_PLUGIN_PATH"), ':'))
    if (!folder.empty()) add(places, folder, "CHITTY_PLUGIN_PATH");
  add(places, paths.data / "plugins", "your plugins");
  add(places, paths.library / "plugins", "installed with chitty");
  return places;
}

std::vector<SearchPlace> search_places(const Paths& paths) {
  std::vector<SearchPlace> places;
  for (auto& looked : look_at_places(paths)) places.push_back(std::move(looked.place));
  return places;
}

std::vector<std::string> library_files(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
    const auto name = it->path().filename().string();
    const auto ending = it->path().extension();
    if (name.front() != '.' && (ending == ".so" || ending == ".dylib" || ending == ".dll"))
      files.push_back(it->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace chitty::host

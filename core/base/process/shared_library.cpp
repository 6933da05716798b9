#include "base/process/shared_library.hpp"

#include <dlfcn.h>
#include <link.h>

#include <boost/dll/shared_library.hpp>
#include <memory>
#include <mutex>
#include <vector>

namespace chitty::host {
namespace {

// For ever, and where a leak checker still finds them.
void* keep(std::unique_ptr<boost::dll::shared_library> library) {
  static std::mutex mutex;
  static auto& kept = *new std::vector<std::unique_ptr<boost::dll::shared_library>>;
  const std::lock_guard lock(mutex);
  return kept.emplace_back(std::move(library)).get();
}

}  // namespace

Result<SharedLibrary> SharedLibrary::open(const std::filesystem::path& path) {
  using boost::dll::load_mode::type;
  const bool bare = !path.has_parent_path();
  // load_mode::rtld_now | rtld_local: a missing symbol is a refusal now, not the process's end later.
  const auto mode = static_cast<type>(boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local |
                                      (bare ? boost::dll::load_mode::search_system_folders : boost::dll::load_mode::default_mode));
  try {
    auto library = std::make_unique<boost::dll::shared_library>(path, mode);
    // Deliberately never closed: thread-local destructors and foreign runtimes outlive any good moment (ABI-23).
    return SharedLibrary(keep(std::move(library)), path);
  } catch (const boost::dll::fs::system_error& e) {
    return make_error(Code::not_found, path.string() + " cannot be loaded: " + e.what());
  }
}

void* SharedLibrary::symbol(const std::string& name) const {
  auto& library = *static_cast<boost::dll::shared_library*>(handle_);
  void* address = ::dlsym(library.native(), name.c_str());
  // dlsym searches dependencies too; what another file defines is not this library's.
  link_map* own = nullptr;
  Dl_info found{};
  if (!address || ::dlinfo(library.native(), RTLD_DI_LINKMAP, &own) != 0 || !::dladdr(address, &found)) return nullptr;
  return found.dli_fbase == reinterpret_cast<void*>(own->l_addr) ? address : nullptr;
}

}  // namespace chitty::host

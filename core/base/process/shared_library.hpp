// A shared library, opened with RTLD_NOW | RTLD_LOCAL and never closed (ABI-23, ABI-24). The one file with Boost.DLL: it is
// in `base` and not in `plugin`, since three rooms open libraries (plugins, the net engine, libjq).
#pragma once

#include <chitty/error.hpp>

#include <filesystem>
#include <string>

namespace chitty::host {

class SharedLibrary {
 public:
  // By path, or by a bare name that the system's loader looks up ("libjq.so.1"). NOT_FOUND with the loader's reason.
  static Result<SharedLibrary> open(const std::filesystem::path& path);

  // The address of `name` defined in this very file (not in a dependency), or null.
  void* symbol(const std::string& name) const;

  template <class Function>
  Function* function(const std::string& name) const {
    return reinterpret_cast<Function*>(symbol(name));
  }

 private:
  explicit SharedLibrary(void* handle, std::filesystem::path path) : handle_(handle), path_(std::move(path)) {}
  void* handle_;
  std::filesystem::path path_;
};

}  // namespace chitty::host

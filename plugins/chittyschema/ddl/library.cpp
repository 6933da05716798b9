#include <dlfcn.h>

#include "database.hpp"

namespace chittyschema::ddl {

using namespace chitty;

Result<Library> Library::open(const char* name, const char* package) {
  if (void* opened = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return Library(opened);
  return make_error(Code::not_supported, std::string("cannot open ") + name + ", which speaks to the database", std::string("Install it, on Debian: apt install ") + package);
}

void* Library::find(const char* symbol) const { return ::dlsym(opened_, symbol); }

}  // namespace chittyschema::ddl

// Counts its calls in an inline variable with external linkage: two plugins of this source must not share it (ABI-25).
#include <chitty/plugin.hpp>
namespace zoo {
inline int calls = 0;
}
namespace {
chitty::Result<chitty::Reply> echo(const chitty::Arguments&, chitty::Host&) {
  return chitty::Reply(chitty::json::object{{"calls", ++zoo::calls}});
}
}  // namespace
CHITTY_PLUGIN(.commands = {{ZOO_NAME " echo", echo}})

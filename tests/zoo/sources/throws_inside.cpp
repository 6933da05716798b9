// Throws as well, but over the C++ face, whose trampolines catch: PLUGIN_FAULT with the exception's words.
#include <chitty/plugin.hpp>
#include <stdexcept>
namespace {
chitty::Result<chitty::Reply> echo(const chitty::Arguments&, chitty::Host&) { throw std::runtime_error("a fuse has blown"); }
}  // namespace
CHITTY_PLUGIN(.commands = {{ZOO_NAME " echo", echo}})

// The same over the C++ face: `NAME echo` hands its arguments back.
#include <chitty/plugin.hpp>

namespace {

chitty::Result<chitty::Reply> echo(const chitty::Arguments& args, chitty::Host&) { return chitty::Reply(args.all()); }

}  // namespace

CHITTY_PLUGIN(.commands = {{ZOO_NAME " echo", echo}})

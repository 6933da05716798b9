// Prints through the C++ runtime that is linked into it, hidden (ABI-19): its imports look like any C++ plugin's.
#include <chitty/plugin.hpp>
#include <iostream>

static chitty::Result<chitty::Reply> echo(const chitty::Arguments&, chitty::Host&) {
  std::cout << "a line that nobody asked for" << std::endl;
  return chitty::Reply(chitty::json::object());
}

CHITTY_PLUGIN(.commands = {{ZOO_PATH, echo}})

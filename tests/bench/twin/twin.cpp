// The same answer by a public route and by one that needs a token and a scope: the difference is the gate's.
#include <chitty/plugin.hpp>

static chitty::Result<chitty::Response> answer(chitty::Service&) {
  return chitty::Response(chitty::json::object{{"id", 1}, {"name", "chitty"}, {"status", "active"}});
}

CHITTY_PLUGIN(.routes = {{"answer", answer}})

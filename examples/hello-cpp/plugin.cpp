// The table of contents: which function is behind which command and which route.
#include <chitty/plugin.hpp>

#include "greetings.hpp"

CHITTY_PLUGIN(.commands = {{"hello say", hello::say}, {"hello keep", hello::keep}, {"hello list", hello::list}},
              .routes = {{"keep", hello::service::keep}, {"list", hello::service::list}})

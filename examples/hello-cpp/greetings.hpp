// The noun of this plugin: its commands, and the routes of its local service.
#pragma once

#include <chitty/service.hpp>

namespace hello {

chitty::Result<chitty::Reply> say(const chitty::Arguments& args, chitty::Host& host);
chitty::Result<chitty::Reply> keep(const chitty::Arguments& args, chitty::Host& host);
chitty::Result<chitty::Reply> list(const chitty::Arguments& args, chitty::Host& host);

namespace service {

chitty::Result<chitty::Response> keep(chitty::Service& service);
chitty::Result<chitty::Response> list(chitty::Service& service);

}  // namespace service
}  // namespace hello

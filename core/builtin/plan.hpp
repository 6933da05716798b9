// A change that is prepared and not made yet: everything is looked up and checked, nothing is written.
#pragma once

#include <chitty/request.hpp>

#include <functional>
#include <string>

namespace chitty::host {

struct Plan {
  std::string what;                    // what it does, after "Would ": "remove the remote 'tracker' from /home/…/config.json"
  std::function<Result<Reply>()> act;  // does it; called at most once, while the context of the command lives
};

}  // namespace chitty::host

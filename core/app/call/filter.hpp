// Giving to the writer where the person's own --jq filter runs within: one that never ends is told as the filter's fault.
#pragma once

#include "app/call/call.hpp"
#include "app/call/guard.hpp"

namespace chitty::host {

template <class Give>
auto in_filter(const chitty_call& call, Give give) {
  if (call.run.options.jq.empty()) return give();
  const Blame blame("the --jq filter", "simplify the filter");
  return give();
}

}  // namespace chitty::host

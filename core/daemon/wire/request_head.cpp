#include "daemon/wire/request_head.hpp"

#include <algorithm>

namespace chitty::host::daemon {

void RequestHead::start(std::string_view method, std::string_view target, int version) {
  version_ = version, method_ = keep(method);
  absolute_ = equal_ignoring_case(target.substr(0, scheme().size()), scheme());
  if (!absolute_) return void(target_ = keep(target));
  target.remove_prefix(scheme().size());
  const auto end = std::min(target.find_first_of("/?#"), target.size());
  authority_ = keep(target.substr(0, end));
  target.remove_prefix(end);
  target_ = keep(target.starts_with('/') ? target : "/" + std::string(target));
}

}  // namespace chitty::host::daemon

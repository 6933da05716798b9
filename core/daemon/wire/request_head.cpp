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

std::size_t RequestHead::count(std::string_view name) const {
  std::size_t found = 0;
  for (const auto& field : fields_) found += equal_ignoring_case(view(field.name), name);
  return found;
}

std::string_view RequestHead::first(std::string_view name) const {
  for (const auto& field : fields_)
    if (equal_ignoring_case(view(field.name), name)) return view(field.value);
  return {};
}

std::optional<std::string> RequestHead::joined(std::string_view name) const {
  std::optional<std::string> all;
  for (const auto& field : fields_) {
    if (!equal_ignoring_case(view(field.name), name)) continue;
    if (all) *all += equal_ignoring_case(name, "Cookie") ? "; " : ", ";
    else all.emplace();
    all->append(view(field.value));
  }
  return all;
}

}  // namespace chitty::host::daemon

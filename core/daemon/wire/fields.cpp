#include "daemon/wire/fields.hpp"

#include "base/text.hpp"

namespace chitty::host::daemon {

std::size_t Fields::count(std::string_view name) const {
  std::size_t found = 0;
  for (const auto& field : fields_) found += equal_ignoring_case(view(field.name), name);
  return found;
}

std::string_view Fields::first(std::string_view name) const {
  for (const auto& field : fields_)
    if (equal_ignoring_case(view(field.name), name)) return view(field.value);
  return {};
}

std::optional<std::string> Fields::joined(std::string_view name) const {
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

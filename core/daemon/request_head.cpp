#include "daemon/request_head.hpp"

namespace chitty::daemon {

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char x = a[i], y = b[i];
    if (x == y) continue;
    const char lower = static_cast<char>(x | 0x20);
    if (lower != static_cast<char>(y | 0x20) || lower < 'a' || lower > 'z') return false;
  }
  return true;
}

std::size_t RequestHead::count(std::string_view name) const {
  std::size_t found = 0;
  for (const auto& field : fields_) found += same_word(view(field.name), name);
  return found;
}

std::string_view RequestHead::first(std::string_view name) const {
  for (const auto& field : fields_)
    if (same_word(view(field.name), name)) return view(field.value);
  return {};
}

std::optional<std::string> RequestHead::joined(std::string_view name) const {
  std::optional<std::string> all;
  for (const auto& field : fields_) {
    if (!same_word(view(field.name), name)) continue;
    if (all) *all += same_word(name, "Cookie") ? "; " : ", ";
    else all.emplace();
    all->append(view(field.value));
  }
  return all;
}

}  // namespace chitty::daemon

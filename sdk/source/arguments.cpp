#include <chitty/arguments.hpp>

namespace chitty {

std::string Arguments::text(std::string_view name) const {
  const auto* value = values_.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t Arguments::integer(std::string_view name, std::int64_t fallback) const {
  const auto* value = values_.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : fallback;
}

bool Arguments::flag(std::string_view name) const {
  const auto* value = values_.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

std::vector<std::string> Arguments::list(std::string_view name) const {
  std::vector<std::string> out;
  if (const auto* value = values_.if_contains(name); value && value->is_array())
    for (const auto& item : value->get_array())
      if (item.is_string()) out.emplace_back(item.get_string());
  return out;
}

json::value Arguments::value(std::string_view name) const {
  const auto* value = values_.if_contains(name);
  return value ? *value : json::value();
}

std::vector<std::int64_t> Arguments::integers(std::string_view name) const {
  std::vector<std::int64_t> out;
  if (const auto* value = values_.if_contains(name); value && value->is_array())
    for (const auto& item : value->get_array())
      if (item.is_int64()) out.push_back(item.get_int64());
  return out;
}

}  // namespace chitty

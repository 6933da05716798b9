#include <charconv>
#include <chitty/names.hpp>

namespace chitty {

namespace {

const json::value* member(const json::object& given, std::string_view name) {
  const auto* value = given.if_contains(name);
  return value && !value->is_null() ? value : nullptr;
}

template <class T>
void take_optional(const json::object& given, std::string_view name, std::optional<T>& into) {
  T value{};
  if (!member(given, name)) return;
  take(given, name, value);
  into = value;
}

}  // namespace

void take(const json::object& given, std::string_view name, std::string& into) {
  if (const auto* value = member(given, name); value && value->is_string()) into = value->get_string();
}

void take(const json::object& given, std::string_view name, std::int64_t& into) {
  const auto* value = member(given, name);
  boost::system::error_code not_whole;
  if (!value || !value->is_number()) return;
  if (const auto number = value->to_number<std::int64_t>(not_whole); !not_whole) into = number;
}

void take(const json::object& given, std::string_view name, double& into) {
  if (const auto* value = member(given, name); value && value->is_number()) into = value->to_number<double>();
}

void take(const json::object& given, std::string_view name, bool& into) {
  if (const auto* value = member(given, name); value && value->is_bool()) into = value->get_bool();
}

void take(const json::object& given, std::string_view name, json::value& into) {
  if (const auto* value = member(given, name)) into = *value;
}

void take(const json::object& given, std::string_view name, json::object& into) {
  if (const auto* value = member(given, name); value && value->is_object()) into = value->get_object();
}

void take(const json::object& given, std::string_view name, json::array& into) {
  if (const auto* value = member(given, name); value && value->is_array()) into = value->get_array();
}

void take(const json::object& given, std::string_view name, std::vector<std::string>& into) {
  const auto* value = member(given, name);
  if (!value || !value->is_array()) return;
  into.clear();
  for (const auto& item : value->get_array())
    if (item.is_string()) into.emplace_back(item.get_string());
}

void take(const json::object& given, std::string_view name, std::vector<std::int64_t>& into) {
  const auto* value = member(given, name);
  if (!value || !value->is_array()) return;
  into.clear();
  for (const auto& item : value->get_array())
    if (item.is_int64()) into.push_back(item.get_int64());
}

void take(const ObjectView& given, std::string_view name, std::string& into) {
  if (const auto value = given.raw(name); value.starts_with('"')) into = detail::unquoted(value);
}

void take(const ObjectView& given, std::string_view name, std::int64_t& into) {
  const auto value = given.raw(name);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (failed == std::errc() && end == value.data() + value.size()) into = number;
  else take<std::int64_t>(given, name, into);  // 1e3, 1.0
}

void take(const ObjectView& given, std::string_view name, std::optional<std::int64_t>& into) {
  if (const auto value = given.raw(name); value.empty() || value == "null") return;
  std::int64_t number = 0;
  take(given, name, number);
  into = number;
}

void take(const json::object& given, std::string_view name, std::optional<std::int64_t>& into) {
  take_optional(given, name, into);
}
void take(const json::object& given, std::string_view name, std::optional<double>& into) {
  take_optional(given, name, into);
}
void take(const json::object& given, std::string_view name, std::optional<bool>& into) {
  take_optional(given, name, into);
}

}  // namespace chitty

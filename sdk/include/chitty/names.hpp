// What PLUGIN_names.hpp is made of (chitty-manifest --names): members of checked JSON as members of structs. Nothing
// here for a plugin to use by itself.
#ifndef CHITTY_NAMES_HPP
#define CHITTY_NAMES_HPP

#include <chitty/answers.hpp>
#include <chitty/plugin.hpp>
#include <chitty/records.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

// The member `name` of `given` into `into`, which stays as it is (its default) when the member is absent, null or of
// another type: what is declared has been checked before, by the host or by the daemon.
void take(const json::object& given, std::string_view name, std::string& into);
void take(const json::object& given, std::string_view name, std::int64_t& into);
void take(const json::object& given, std::string_view name, double& into);
void take(const json::object& given, std::string_view name, bool& into);
void take(const json::object& given, std::string_view name, json::value& into);
void take(const json::object& given, std::string_view name, json::object& into);
void take(const json::object& given, std::string_view name, json::array& into);
void take(const json::object& given, std::string_view name, std::vector<std::string>& into);
void take(const json::object& given, std::string_view name, std::vector<std::int64_t>& into);
void take(const json::object& given, std::string_view name, std::optional<std::int64_t>& into);
void take(const json::object& given, std::string_view name, std::optional<double>& into);
void take(const json::object& given, std::string_view name, std::optional<bool>& into);

// The same from text that the host has written: what is as simple as it looks without a tree.
void take(const ObjectView& given, std::string_view name, std::string& into);
void take(const ObjectView& given, std::string_view name, std::int64_t& into);
void take(const ObjectView& given, std::string_view name, std::optional<std::int64_t>& into);
template <class T>
void take(const ObjectView& given, std::string_view name, T& into) {
  if (const auto value = given.raw(name); !value.empty())
    take(json::object{{name, json::parse(value, {}, detail::as_deep_as_the_host())}}, name, into);
}

// Structs of the header, alone, as what may be absent, and as items.
template <std::constructible_from<const json::object&> T>
void take(const json::object& given, std::string_view name, T& into) {
  if (const auto* value = given.if_contains(name); value && value->is_object()) into = T(value->get_object());
}
template <std::constructible_from<const json::object&> T>
void take(const json::object& given, std::string_view name, std::optional<T>& into) {
  if (const auto* value = given.if_contains(name); value && value->is_object()) into.emplace(value->get_object());
}
template <std::constructible_from<const json::object&> T>
void take(const json::object& given, std::string_view name, std::vector<T>& into) {
  const auto* value = given.if_contains(name);
  if (!value || !value->is_array()) return;
  into.clear();
  for (const auto& item : value->get_array())
    if (item.is_object()) into.emplace_back(item.get_object());
}

// Calls the function behind a route with what the request gives it.
template <class Given>
Result<Response> given(Service& service, Result<Response> (*function)(Service&, const Given&)) {
  CHITTY_TRY(const auto taken, Given::of(service));
  return function(service, taken);
}

// The same of a route that says `once` (answers.hpp, idempotent): the function works within the transaction.
template <class Given>
Result<Response> once(Service& service, Result<json::object> (*function)(Service&, const Given&)) {
  CHITTY_TRY(const auto taken, Given::of(service));
  return idempotent(service, 200, [&] { return function(service, taken); });
}
inline Result<Response> once(Service& service, Result<json::object> (*function)(Service&)) {
  return idempotent(service, 200, [&] { return function(service); });
}

}  // namespace chitty

#endif  // CHITTY_NAMES_HPP

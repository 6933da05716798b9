// The arguments of one command: parsed, checked, of the declared type, defaults in. Ask by the name in the manifest.
#ifndef CHITTY_ARGUMENTS_HPP
#define CHITTY_ARGUMENTS_HPP

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

class Arguments {
 public:
  explicit Arguments(json::object values) : values_(std::move(values)) {}

  // Was it given, or has it a default?
  bool has(std::string_view name) const { return values_.contains(name); }

  // string, choice, file (its path), secret, time (RFC 3339 UTC). Empty when absent.
  std::string text(std::string_view name) const {
    const auto* value = values_.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  }
  // integer, duration (milliseconds). `fallback` when absent.
  std::int64_t integer(std::string_view name, std::int64_t fallback = 0) const {
    const auto* value = values_.if_contains(name);
    return value && value->is_int64() ? value->get_int64() : fallback;
  }
  // boolean. False when absent.
  bool flag(std::string_view name) const {
    const auto* value = values_.if_contains(name);
    return value && value->is_bool() && value->get_bool();
  }
  // list, or a repeated argument. Empty when absent.
  std::vector<std::string> list(std::string_view name) const {
    std::vector<std::string> out;
    if (const auto* value = values_.if_contains(name); value && value->is_array())
      for (const auto& item : value->get_array())
        if (item.is_string()) out.emplace_back(item.get_string());
    return out;
  }
  // json. Null when absent.
  json::value value(std::string_view name) const {
    const auto* value = values_.if_contains(name);
    return value ? *value : json::value();
  }

  const json::object& all() const { return values_; }

 private:
  json::object values_;
};

}  // namespace chitty

#endif  // CHITTY_ARGUMENTS_HPP

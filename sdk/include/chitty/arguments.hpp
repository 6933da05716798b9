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
  std::string text(std::string_view name) const;
  // integer, duration (milliseconds). `fallback` when absent.
  std::int64_t integer(std::string_view name, std::int64_t fallback = 0) const;
  // boolean. False when absent.
  bool flag(std::string_view name) const;
  // list, or a repeated argument of texts. Empty when absent.
  std::vector<std::string> list(std::string_view name) const;
  // A repeated integer or duration. Empty when absent.
  std::vector<std::int64_t> integers(std::string_view name) const;
  // json. Null when absent.
  json::value value(std::string_view name) const;

  const json::object& all() const { return values_; }

 private:
  json::object values_;
};

}  // namespace chitty

#endif  // CHITTY_ARGUMENTS_HPP

#include "equality.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>

#include "number.hpp"

namespace chitty::json_schema {

namespace {

// Different in each process: equal hashes cannot be prepared from outside.
std::uint64_t seed() {
  static const int somewhere = 0;
  static const auto made = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) ^
                           reinterpret_cast<std::uintptr_t>(&somewhere);
  return made;
}

std::uint64_t mixed(std::uint64_t x) {  // the finaliser of SplitMix64
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

std::uint64_t hash_of_bytes(const char* data, std::size_t size) {
  std::uint64_t hash = seed() + size;
  for (std::size_t at = 0; at < size; at += 8) {
    std::uint64_t piece = 0;
    std::char_traits<char>::copy(reinterpret_cast<char*>(&piece), data + at, std::min<std::size_t>(8, size - at));
    hash = mixed(hash ^ piece);
  }
  return hash;
}

std::uint64_t hash_of_number(const json::value& number) {
  if (number.is_int64()) return mixed(static_cast<std::uint64_t>(number.get_int64()) ^ seed());
  if (number.is_uint64()) return mixed(number.get_uint64() ^ seed());
  const double value = number.get_double();
  if (is_integer(number) && value >= -9223372036854775808.0 && value < 18446744073709551616.0)
    return mixed((value < 0 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(value))
                            : static_cast<std::uint64_t>(value)) ^
                 seed());
  return hash_of_bytes(reinterpret_cast<const char*>(&value), sizeof value);
}

bool equal_objects(const json::object& a, const json::object& b) {
  if (a.size() != b.size()) return false;
  for (const auto& [name, value] : a) {
    const auto* other = b.if_contains(name);
    if (!other || !equal(value, *other)) return false;
  }
  return true;
}

}  // namespace

bool equal(const json::value& a, const json::value& b) {
  if (a.is_number()) return b.is_number() && compare_numbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  if (a.is_string()) return a.get_string() == b.get_string();
  if (a.is_bool()) return a.get_bool() == b.get_bool();
  if (a.is_object()) return equal_objects(a.get_object(), b.get_object());
  return !a.is_array() || std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(),
                                     b.get_array().end(), equal);
}

std::uint64_t hash_of(const json::value& value) {
  std::uint64_t hash = static_cast<std::uint64_t>(value.kind());
  if (value.is_number()) return hash_of_number(value);
  if (value.is_bool()) return hash * 2 + value.get_bool();
  if (value.is_string()) return hash_of_bytes(value.get_string().data(), value.get_string().size());
  if (value.is_array())
    for (const auto& item : value.get_array()) hash = mixed(hash ^ hash_of(item));
  if (value.is_object())  // a sum: members have no order
    for (const auto& [name, member] : value.get_object())
      hash += mixed(hash_of_bytes(name.data(), name.size()) ^ (hash_of(member) + 1));
  return hash;
}

ValueSet::ValueSet(const json::array& values) : values_(values.begin(), values.end()) {
  for (const auto& value : values_) by_hash_.emplace_back(hash_of(value), by_hash_.size());
  std::sort(by_hash_.begin(), by_hash_.end());
}

bool ValueSet::contains(const json::value& value) const {
  const auto hash = hash_of(value);
  auto at = std::lower_bound(by_hash_.begin(), by_hash_.end(), std::pair(hash, std::size_t{0}));
  for (; at != by_hash_.end() && at->first == hash; ++at)
    if (equal(values_[at->second], value)) return true;
  return false;
}

std::optional<std::pair<std::size_t, std::size_t>> equal_items(const json::array& items, std::uint64_t& steps) {
  std::vector<std::pair<std::uint64_t, std::size_t>> by_hash;
  by_hash.reserve(items.size());
  for (const auto& item : items) by_hash.emplace_back(hash_of(item), by_hash.size());
  std::sort(by_hash.begin(), by_hash.end());
  for (std::size_t i = 0; i < by_hash.size(); ++i)
    for (std::size_t j = i + 1; j < by_hash.size() && by_hash[j].first == by_hash[i].first; ++j) {
      if (steps == 0) return {};
      --steps;
      if (equal(items[by_hash[i].second], items[by_hash[j].second])) return {{by_hash[i].second, by_hash[j].second}};
    }
  return {};
}

}  // namespace chitty::json_schema

#include "lookup_cache.hpp"

#include <mutex>
#include <unordered_map>

namespace chittyregistry {

namespace {

constexpr std::int64_t kept_ms = 1000;
constexpr std::size_t most_kept = 4096;

struct Cache {
  std::mutex mutex;
  std::unordered_map<std::string, std::pair<KeptLookup, std::int64_t>> all;  // until when
};

Cache& cache() {
  static Cache one;
  return one;
}

}  // namespace

std::optional<KeptLookup> kept_lookup(const std::string& key, std::int64_t now) {
  auto& [mutex, all] = cache();
  const std::lock_guard lock(mutex);
  const auto found = all.find(key);
  if (found == all.end() || now >= found->second.second || now < found->second.second - kept_ms) return std::nullopt;
  return found->second.first;
}

void keep_lookup(const std::string& key, KeptLookup lookup, std::int64_t now) {
  auto& [mutex, all] = cache();
  const std::lock_guard lock(mutex);
  if (all.size() >= most_kept) all.clear();
  all[key] = {std::move(lookup), now + kept_ms};
}

void forget_lookups() {
  auto& [mutex, all] = cache();
  const std::lock_guard lock(mutex);
  all.clear();
}

}  // namespace chittyregistry

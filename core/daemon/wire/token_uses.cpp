#include "daemon/wire/token_uses.hpp"

namespace chitty::host::daemon {

std::shared_ptr<TokenUse> TokenUses::of(const std::string& token_id) {
  const std::lock_guard guard(mutex_);
  auto& use = by_id_[token_id];
  if (!use) use = std::make_shared<TokenUse>();
  return use;
}

boost::json::array TokenUses::take() {
  boost::json::array uses;
  const std::lock_guard guard(mutex_);
  for (auto it = by_id_.begin(); it != by_id_.end();) {
    const bool alone = it->second.use_count() == 1;  // before the count is read: nobody comes back to it
    const std::uint64_t count = it->second->count.exchange(0, std::memory_order_relaxed);
    if (count > 0)
      uses.push_back(
          {{"token_id", it->first}, {"count", count}, {"at", it->second->at.load(std::memory_order_relaxed)}});
    it = alone ? by_id_.erase(it) : std::next(it);
  }
  return uses;
}

}  // namespace chitty::host::daemon

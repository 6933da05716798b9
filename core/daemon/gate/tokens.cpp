#include "daemon/gate/tokens.hpp"

#include <atomic>

#include "local/owner_token.hpp"

namespace chitty::host::daemon {
namespace {

bool same(const Digest& a, const Digest& b) {  // in constant time
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

KnownCaller::Facts owner_facts() {
  KnownCaller::Facts facts;
  facts.subject = facts.token_id = "owner";
  facts.owner = true;
  return facts;
}

}  // namespace

OwnerTokenCheck::OwnerTokenCheck(std::filesystem::path file)
    : file_(std::move(file)), owner_(std::make_shared<const KnownCaller>(owner_facts())) {
  refresh();
}

bool OwnerTokenCheck::is_owner(const Digest& token) const {
  const auto known = std::atomic_load_explicit(&digest_, std::memory_order_acquire);
  return known && same(token, *known);
}

Result<Caller> OwnerTokenCheck::check(std::string_view token, const MayAsk&) {
  if (is_owner(sha256(token))) return owner_;
  return make_error(Code::unauthenticated, "Invalid token.");
}

void OwnerTokenCheck::refresh() {
  const std::lock_guard guard(mutex_);
  std::error_code ec;
  const auto changed = std::filesystem::last_write_time(file_, ec);
  if (!ec && changed == read_at_) return;
  auto token = read_owner_token(file_);
  std::atomic_store_explicit(&digest_,
                             token ? std::make_shared<const Digest>(sha256(*token)) : std::shared_ptr<const Digest>(),
                             std::memory_order_release);
  read_at_ = ec ? std::filesystem::file_time_type() : changed;
}

}  // namespace chitty::host::daemon

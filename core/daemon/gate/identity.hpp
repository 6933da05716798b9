// Who is behind a bearer token, as the service with the role `identity` says: asked for each token that is not the
// owner's, believed for less than a second, and told which tokens were used.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <vector>

#include "daemon/gate/caller_cache.hpp"
#include "daemon/gate/identity_provider.hpp"
#include "daemon/gate/limiter.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/wire/token_uses.hpp"
#include "daemon/gate/tokens.hpp"

namespace chitty::host::daemon {

class IdentityCheck final : public TokenCheck {
 public:
  // `provider` may be null, and outlives this: nobody but the owner is known then, as when it is out of order.
  IdentityCheck(std::filesystem::path owner_file, IdentityProvider* provider, Limiter& limiter, Log* log,
                CallerCache::Times times = {});

  Result<Caller> check(std::string_view token, const MayAsk& may_ask) override;
  void refresh() override { owner_.refresh(); }
  HowTo how_to() const override { return provider_ ? provider_->how_to() : HowTo{}; }

  // Tell the provider which tokens were used since the last time. It may write: not on a thread that answers requests.
  void tell_uses();

  // The provider, when a question to it does not end though its time has long been over.
  const ServiceId* hangs() const;

  static constexpr auto patience = std::chrono::seconds(5);   // for one question; then it is told to stop
  static constexpr auto given_up = std::chrono::seconds(30);  // one that is under way for so long does not end

 private:
  Result<Caller> ask(std::string_view token);
  Error out_of_order() const;
  void tell(const json::array& uses);
  const std::string& name() const { return provider_->service().name; }

  OwnerTokenCheck owner_;
  IdentityProvider* provider_;
  Limiter& limiter_;
  Log* log_;
  CallerCache cache_;
  TokenUses uses_;
  mutable std::mutex mutex_;
  std::multiset<CallerCache::Clock::time_point> asking_;  // since when, for each question under way
};

}  // namespace chitty::host::daemon

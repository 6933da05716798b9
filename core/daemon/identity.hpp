// Who is behind a bearer token, as the service with the role `identity` says: asked for each token that is not the
// owner's, believed for less than a second, and told which tokens were used.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <vector>

#include "daemon/caller_cache.hpp"
#include "daemon/limiter.hpp"
#include "daemon/log.hpp"
#include "daemon/service_call.hpp"
#include "daemon/token_uses.hpp"
#include "daemon/tokens.hpp"

namespace chitty::daemon {

class IdentityCheck final : public TokenCheck {
 public:
  using Services = std::vector<std::unique_ptr<HostedService>>;

  // The provider is the first by name that is in order; that there are others is said in the log. With none in order
  // nobody but the owner is known, and the others are told why.
  IdentityCheck(std::filesystem::path owner_file, const Services& services, const ServiceWorld& world, Limiter& limiter,
                Log* log, CallerCache::Times times = {});

  Result<Caller> check(std::string_view token, const MayAsk& may_ask) override;
  void refresh() override { owner_.refresh(); }
  HowTo how_to() const override { return provider_ ? provider_->how_to : HowTo{}; }

  // Tell the provider which tokens were used since the last time. It may write: not on a thread that answers requests.
  void tell_uses();

  // The provider, when a question to it does not end though its time has long been over.
  const HostedService* hangs() const;

  const HostedService* provider() const { return provider_; }
  static constexpr auto patience = std::chrono::seconds(5);   // for one question; then it is told to stop
  static constexpr auto given_up = std::chrono::seconds(30);  // one that is under way for so long does not end

 private:
  Result<Caller> ask(std::string_view token);
  Error out_of_order() const;
  void tell(const json::array& uses);

  OwnerTokenCheck owner_;
  const HostedService* provider_ = nullptr;
  const ServiceWorld& world_;
  Limiter& limiter_;
  Log* log_;
  CallerCache cache_;
  TokenUses uses_;
  mutable std::mutex mutex_;
  std::multiset<CallerCache::Clock::time_point> asking_;  // since when, for each question under way
};

}  // namespace chitty::daemon

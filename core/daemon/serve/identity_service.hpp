// The service with the role `identity`, as the gate asks it.
#pragma once

#include "daemon/gate/identity_provider.hpp"
#include "daemon/host/service_call.hpp"
#include "daemon/watch/log.hpp"

#include <memory>
#include <vector>

namespace chitty::host::daemon {

class IdentityService final : public IdentityProvider {
 public:
  // The first by name that is in order; that there are others is said in the log (may be null). With none in order, one that
  // is not: nobody but the owner is known then, and others are told why. Null where no service has the role.
  static std::unique_ptr<IdentityService> choose(const std::vector<std::unique_ptr<HostedService>>& services,
                                                 const ServiceWorld& world, Log* log);
  IdentityService(const HostedService& service, const ServiceWorld& world) : service_(service), world_(world) {}

  const ServiceId& service() const override { return service_; }
  const std::optional<Error>& out_of_order() const override { return service_.out_of_order; }
  HowTo how_to() const override { return service_.how_to; }
  Result<std::string> check_token(std::string_view token, Time deadline) override;
  Result<void> tokens_used(std::string_view uses, Time deadline) override;

 private:
  const HostedService& service_;
  const ServiceWorld& world_;
};

}  // namespace chitty::host::daemon

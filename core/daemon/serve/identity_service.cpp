#include "daemon/serve/identity_service.hpp"

#include "daemon/host/provider.hpp"
#include "daemon/watch/shared_state.hpp"
#include "daemon/watch/thread_pool.hpp"

namespace chitty::host::daemon {
namespace {

std::int64_t nanoseconds_of(IdentityProvider::Time at) {
  return std::chrono::nanoseconds(at.time_since_epoch()).count();
}

}  // namespace

std::unique_ptr<IdentityService> IdentityService::choose(const std::vector<std::unique_ptr<HostedService>>& services,
                                                         const ServiceWorld& world, Log* log) {
  const auto* first = provider_of("identity", services, log);
  return first ? std::make_unique<IdentityService>(*first, world) : nullptr;
}

Result<std::string> IdentityService::check_token(std::string_view token, Time deadline) {
  const InService here(service_.number);
  const ThreadPool::Working working;
  ServiceCall call(world_, service_);
  call.deadline = nanoseconds_of(deadline);
  return service_.code->check_token(call.handle(), token);
}

Result<void> IdentityService::tokens_used(std::string_view uses, Time deadline) {
  const InService here(service_.number);
  ServiceCall call(world_, service_);
  call.deadline = nanoseconds_of(deadline);
  return service_.code->tokens_used(call.handle(), uses);
}

}  // namespace chitty::host::daemon

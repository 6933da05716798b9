#include "daemon/identity.hpp"

#include <boost/json/serialize.hpp>

#include "base/time.hpp"
#include "daemon/board.hpp"
#include "daemon/crew.hpp"

namespace chitty::daemon {
namespace {

constexpr std::size_t most_told = 1000;  // tokens, in one call

const HostedService* choose_provider(const IdentityCheck::Services& services, Log* log) {
  const HostedService* first = nullptr;
  const HostedService* broken = nullptr;
  for (const auto& service : services) {
    if (!service->has_role("identity")) continue;
    if (service->out_of_order) {
      if (!broken) broken = service.get();
    } else if (!first) {
      first = service.get();
    } else if (log) {
      log->warn("the service " + service->name + " would provide the role identity, too; " + first->name + " does");
    }
  }
  return first ? first : broken;
}

std::int64_t nanoseconds_of(CallerCache::Clock::time_point at) {
  return std::chrono::nanoseconds(at.time_since_epoch()).count();
}

}  // namespace

IdentityCheck::IdentityCheck(std::filesystem::path owner_file, const Services& services, const ServiceWorld& world,
                             Limiter& limiter, Log* log, CallerCache::Times times)
    : owner_(std::move(owner_file)),
      provider_(choose_provider(services, log)),
      world_(world),
      limiter_(limiter),
      log_(log),
      cache_(times) {}

Result<Caller> IdentityCheck::check(std::string_view token, const MayAsk& may_ask) {
  const Digest digest = sha256(token);
  if (owner_.is_owner(digest)) return owner_.owner();
  if (!provider_) return make_error(Code::unauthenticated, "Nobody is known by this token.");
  if (provider_->out_of_order) return out_of_order();
  return cache_.get(digest, CallerCache::Clock::now(), may_ask, [&] { return ask(token); });
}

Error IdentityCheck::out_of_order() const {
  return make_error(Code::configuration,
                    "Nobody but this daemon's owner can be known now. " + provider_->out_of_order->message,
                    provider_->out_of_order->hint);
}

Result<Caller> IdentityCheck::ask(std::string_view token) {
  const auto begin = CallerCache::Clock::now();
  struct Asking {
    IdentityCheck& of;
    std::multiset<CallerCache::Clock::time_point>::iterator place;
    ~Asking() {
      const std::lock_guard guard(of.mutex_);
      of.asking_.erase(place);
    }
  };
  std::unique_lock lock(mutex_);
  const Asking asking{*this, asking_.insert(begin)};
  lock.unlock();

  const InService here(provider_->number);
  const Crew::Working working;
  ServiceCall call(world_, *provider_);
  call.deadline = nanoseconds_of(begin + patience);
  auto answer = provider_->code->check_token(call.handle(), token);
  auto facts = answer ? caller_facts(*answer, now_ms()) : Result<KnownCaller::Facts>(answer.error());
  if (facts) {
    auto caller = std::make_shared<KnownCaller>(std::move(*facts));
    const auto& id = caller->facts.token_id;
    if (!id.empty()) caller->use = uses_.of(id);
    if (caller->facts.limit)
      caller->counter = limiter_.counter(id.empty() ? "subject " + caller->facts.subject : "token " + id);
    return Caller(std::move(caller));
  }
  Error error = facts.error();
  if (error.code == Code::unauthenticated) return error;
  if (log_) log_->warn(provider_->name + ": whose token it is could not be told: " + error.message);
  error.code = Code::unreachable, error.retryable = true;
  error.message = "It cannot be told now whose token this is: " + error.message;
  return error;
}

void IdentityCheck::tell_uses() {
  if (!provider_ || provider_->out_of_order) return;
  const auto uses = uses_.take();  // once: while requests come there is always more
  for (std::size_t i = 0; i < uses.size(); i += most_told)
    tell(json::array(uses.begin() + i, uses.begin() + std::min(i + most_told, uses.size())));
}

void IdentityCheck::tell(const json::array& uses) {
  const InService here(provider_->number);
  ServiceCall call(world_, *provider_);
  call.deadline = nanoseconds_of(CallerCache::Clock::now() + patience);
  auto told = provider_->code->tokens_used(call.handle(), json::serialize(uses));
  if (told || !log_) return;
  log_->warn(provider_->name + ": the uses of " + std::to_string(uses.size()) +
             " tokens are lost: " + told.error().message);
}

const HostedService* IdentityCheck::hangs() const {
  const std::lock_guard guard(mutex_);
  const bool stubborn = !asking_.empty() && CallerCache::Clock::now() - *asking_.begin() > given_up;
  return stubborn ? provider_ : nullptr;
}

}  // namespace chitty::daemon

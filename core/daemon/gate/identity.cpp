#include "daemon/gate/identity.hpp"

#include <boost/json/serialize.hpp>

#include "base/time.hpp"
#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_told = 1000;  // tokens, in one call

}  // namespace

IdentityCheck::IdentityCheck(std::filesystem::path owner_file, IdentityProvider* provider, Limiter& limiter, Log* log,
                             CallerCache::Times times)
    : owner_(std::move(owner_file)), provider_(provider), limiter_(limiter), log_(log), cache_(times) {}

Result<Caller> IdentityCheck::check(std::string_view token, const MayAsk& may_ask) {
  const Digest digest = sha256(token);
  if (owner_.is_owner(digest)) return owner_.owner();
  if (!provider_) return make_error(Code::unauthenticated, "Invalid token.");
  if (provider_->out_of_order()) return out_of_order();
  return cache_.get(digest, CallerCache::Clock::now(), may_ask, [&] { return ask(token); });
}

Error IdentityCheck::out_of_order() const {
  return make_error(Code::configuration,
                    "Only the daemon's owner can be identified right now. " + provider_->out_of_order()->message,
                    provider_->out_of_order()->hint);
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

  auto answer = provider_->check_token(token, begin + patience);
  auto facts = answer ? caller_facts(*answer, trusted_ms()) : Result<KnownCaller::Facts>(answer.error());
  if (facts) {
    auto caller = std::make_shared<KnownCaller>(std::move(*facts));
    const auto& id = caller->facts.token_id;
    if (!id.empty()) caller->use = uses_.of(id);
    // A person's tokens have one limit together besides their own: a new one does not begin anew.
    const auto of_subject = [&](const RateLimit& limit) {
      return limiter_.counter("subject " + caller->facts.subject + " in " + std::to_string(limit.window_ms));
    };
    if (caller->facts.limit) caller->counter = id.empty() ? of_subject(*caller->facts.limit) : limiter_.counter("token " + id);
    if (caller->facts.subject_limit) caller->subject_counter = of_subject(*caller->facts.subject_limit);
    return Caller(std::move(caller));
  }
  Error error = facts.error();
  if (error.code == Code::unauthenticated) return error;
  if (log_) log_->warn(name() + ": the token could not be checked: " + error.message);
  error.code = Code::unreachable;
  error.retryable = true;
  error.message = "The token cannot be checked right now: " + error.message;
  return error;
}

void IdentityCheck::tell_uses() {
  if (!provider_ || provider_->out_of_order()) return;
  const auto uses = uses_.take();  // once: while requests come there is always more
  for (std::size_t i = 0; i < uses.size(); i += most_told)
    tell(json::array(uses.begin() + i, uses.begin() + std::min(i + most_told, uses.size())));
}

void IdentityCheck::tell(const json::array& uses) {
  auto told = provider_->tokens_used(json::serialize(uses), CallerCache::Clock::now() + patience);
  if (told || !log_) return;
  log_->warn(name() + ": the uses of " + std::to_string(uses.size()) +
             " tokens are lost: " + told.error().message);
}

const ServiceId* IdentityCheck::hangs() const {
  const std::lock_guard guard(mutex_);
  const bool stubborn = !asking_.empty() && CallerCache::Clock::now() - *asking_.begin() > given_up;
  return stubborn ? &provider_->service() : nullptr;
}

}  // namespace chitty::host::daemon

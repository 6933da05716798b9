// How much: the limits of the policy, and those of token, subject and route.
#include "daemon/gate/rate_fields.hpp"
#include "daemon/serve/dispatcher.hpp"
#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

// Whoever looks whether a service is well is never told to come later.
bool is_health(const HostedRoute& route) { return route.declared.is_public && route.declared.path == "/health"; }

}  // namespace

// By what a route was found by, and not by what the client wrote for it: "/x/../api" is "/api".
void Dispatcher::note_path(Admission& out) const {
  if (!parts_.policy || !parts_.policy->has_paths()) return;
  RequestTarget target;
  out.path = out.lead && parse_request_target(out.lead->path, target) ? std::move(target.segments) : out.target.segments;
}

Dispatcher::Held Dispatcher::hold(const Admission& admission, const std::string& peer, std::uint64_t units) {
  Held held;
  static const std::optional<RateLimit> none;
  std::optional<PolicyLimiter::Taken> taken;  // where another limit may say no
  if (Gate::counts(admission.caller, admission.route ? admission.route->declared.limit : none)) taken.emplace();
  const auto service = admission.service ? std::string_view(admission.service->name) : std::string_view();
  if (parts_.policy && !(admission.route && is_health(*admission.route)))
    held.policy = parts_.policy->take({service, admission.path}, admission.caller, peer, units, taken ? &*taken : nullptr);
  if (held.policy && !held.policy->allowed) {
    held.refusal = rate_refusal(*held.policy);
    return held;
  }
  held.limit = count(admission, peer, units);
  if (!held.limit || held.limit->allowed) return held;
  if (parts_.policy) parts_.policy->give_back(*taken);
  held.refusal = Gate::too_many(*held.limit);
  return held;
}

// The fields X-RateLimit-… are of the one that is nearer to its end.
void Dispatcher::tell_limits(const std::optional<Limiter::Decision>& limit, const std::optional<PolicyLimiter::Decision>& policy, Exchange& exchange) {
  if (policy) exchange.tell_rates(rate_fields(*policy));
  if (limit && !(policy && policy->left < limit->remaining)) exchange.tell_limit({limit->limit, limit->remaining, limit->ends_at});
  else if (policy) exchange.tell_limit({policy->limit->requests, policy->left, trusted_ms() + policy->whole_ms});
}

}  // namespace chitty::host::daemon

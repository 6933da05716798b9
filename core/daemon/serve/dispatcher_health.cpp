// /health and /health/ready: what is well and what is not, each service asked.
#include "daemon/serve/dispatcher.hpp"
#include "base/time.hpp"
#include "daemon/serve/tls_health.hpp"
#include "daemon/watch/thread_pool.hpp"

namespace chitty::host::daemon {

// 503 where nothing works; for those who decide whether to send requests here, also where a part of it does not.
void Dispatcher::give_health(bool for_traffic, Exchange& exchange) {
  auto faults = readiness_.faults();
  if (for_traffic) {
    const ThreadPool::Blocking blocking;
    for (auto& fault : health_checks_.faults()) faults.push_back(std::move(fault));
  }
  for (const auto& service : parts_.services)
    if (const auto hangs = service->tends_for(); hangs >= tend_patience)
      faults.push_back({service->name, "Its work without a request has not returned for " + std::to_string(hangs.count() / 1000) + " s.", false, true});
  std::string tls;
  if (parts_.tls) {
    const auto facts = parts_.tls->facts();
    if (auto fault = tls_fault(facts, now_ms())) faults.push_back(std::move(*fault));
    tls = tls_object(parts_.tls_address, facts);
  }
  const bool down = std::any_of(faults.begin(), faults.end(), [](const Fault& fault) { return fault.fatal; });
  const bool ill = std::any_of(faults.begin(), faults.end(), [](const Fault& fault) { return !fault.warning; });
  exchange.give(down || (for_traffic && ill) ? 503 : 200, "application/json", pages_.health(faults, tls));
}

// Its own GET /health, asked as anybody may; a service that has none answers by being there.
std::optional<Fault> Dispatcher::fault_of(const HostedService& service, Wire& wire) {
  RequestHead head;
  head.start("GET", "/" + service.name + "/health", 11);
  Admission admission;
  admission.begun = std::chrono::steady_clock::now();
  admission.request_id = next_request_id();
  admission.depth = 1;
  if (!parse_request_target(head.target(), admission.target) || find_place(head, admission) || !admission.route) return std::nullopt;
  std::string out;
  Exchange::Facts facts;
  facts.request_id = admission.request_id;
  facts.bare = true;
  Exchange own(wire, out, facts);
  answer(head, admission, {}, own, 0);
  if (own.status() < 500) return std::nullopt;
  return Fault{service.name, "It answers its health check with " + std::to_string(own.status()) + ".", false};
}

}  // namespace chitty::host::daemon

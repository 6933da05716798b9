// A request's way from its head to its reply: host, target, route, gate, service; then log and metrics.
#pragma once

#include "daemon/access_log.hpp"
#include "daemon/exchange.hpp"
#include "daemon/gate.hpp"
#include "daemon/log.hpp"
#include "daemon/own_pages.hpp"
#include "daemon/peers.hpp"
#include "daemon/refusals.hpp"
#include "daemon/router.hpp"
#include "daemon/service_call.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace chitty::daemon {

class Dispatcher final : public Peers {
 public:
  struct Parts {
    const std::vector<std::unique_ptr<HostedService>>& services;
    const ServiceWorld& world;
    TokenCheck& tokens;
    HostCheck hosts;
    Limiter& limiter;
    Refusals* refusals = nullptr;
    AccessLog* access = nullptr;
    Log* log = nullptr;
    const Board* board = nullptr;
  };
  explicit Dispatcher(const Parts& parts);

  // What is decided when the head is there, before the body is read.
  struct Admission {
    enum class Page { none, health, metrics, service_health };
    std::optional<Refusal> refusal;
    Page page = Page::none;
    const HostedService* service = nullptr;
    const HostedRoute* route = nullptr;
    Caller caller;
    std::string_view scope;  // that the route needs
    std::optional<Limiter::Verdict> limit;
    Target target;
    std::optional<std::uint64_t> body_limit = 0;  // nothing: streamed without limit
    std::string request_id;
    unsigned depth = 0;  // of services that have asked each other
    std::chrono::steady_clock::time_point begun;
  };
  void admit(const RequestHead& head, const std::string& peer, Admission& out);

  // A request so wrong that it has no head that could be admitted.
  void refuse_early(Refusal refusal, Admission& out);

  // Answer into the exchange and finish it; note it. [any-thread]
  void answer(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange, std::uint64_t body_bytes);

  // A service asks another: Peers.
  Result<Reply> ask(ServiceCall& asker, const Question& question) override;

  OwnPages& pages() { return pages_; }

 private:
  // The page or the route; the scope that it needs, if any. Or the refusal.
  std::optional<std::string_view> find_place(const RequestHead& head, Admission& out);
  void give_page(const Admission& admission, Exchange& exchange);
  void run_service(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange);
  void note(const RequestHead& head, const Admission& admission, const std::string& peer, const Exchange& exchange, std::uint64_t body_bytes);
  void tell_refusal(const Refusal& refusal, const Admission& admission, const std::string& peer);
  std::string next_request_id();

  Parts parts_;
  Router router_;
  Gate gate_;
  OwnPages pages_;
  std::string id_prefix_;
  std::atomic<std::uint64_t> next_id_{1};
};

}  // namespace chitty::daemon

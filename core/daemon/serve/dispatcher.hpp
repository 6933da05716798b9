// A request's way from its head to its reply: host, target, route, gate, service; then log and metrics.
#pragma once

#include "daemon/watch/access_log.hpp"
#include "daemon/watch/traffic.hpp"
#include "daemon/wire/exchange.hpp"
#include "daemon/gate/gate.hpp"
#include "daemon/gate/policy_limiter.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/serve/health_checks.hpp"
#include "daemon/serve/own_pages.hpp"
#include "daemon/serve/readiness.hpp"
#include "daemon/host/peers.hpp"
#include "daemon/gate/rejection_log.hpp"
#include "daemon/serve/router.hpp"
#include "daemon/forward/forwarder.hpp"
#include "daemon/host/service_call.hpp"
#include "daemon/tls/server_tls.hpp"
#include "daemon/trace/span_exporter.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace chitty::host::daemon {

class Dispatcher final : public Peers {
 public:
  struct Parts {
    const std::vector<std::unique_ptr<HostedService>>& services;
    const ServiceWorld& world;
    TokenCheck& tokens;
    HostCheck hosts;
    Limiter& limiter;
    RejectionLog* rejections = nullptr;
    AccessLog* access = nullptr;
    Log* log = nullptr;
    const SharedState* shared = nullptr;
    const ServerTls* tls = nullptr;  // where it listens with TLS, and at which address
    std::string tls_address{};
    bool check_replies = false;       // hold replies against what routes say: for who develops a service
    std::filesystem::path library{};  // where net.so is, for backends that speak TLS
    PolicyLimiter* policy = nullptr;  // null, like the next, where no service has the role
    Traffic* traffic = nullptr;
    SpanExporter* spans = nullptr;  // null: nobody collects them
  };
  explicit Dispatcher(const Parts& parts);

  // What is decided when the head is there, before the body is read.
  struct Admission {
    enum class Page {
      none,
      health,
      live,
      ready,
      metrics,
      quotas,
      service_health
    };
    std::optional<HttpError> refusal;
    Page page = Page::none;
    const HostedService* service = nullptr;
    const HostedRoute* route = nullptr;
    std::optional<Forwarder::Lead> lead;  // the path is no service's, and this route leads it to one, or to a URL
    bool leads_out = false;               // to a URL
    Caller caller;
    std::string_view scope;  // that the route needs
    std::optional<Limiter::Decision> limit;
    std::optional<PolicyLimiter::Decision> policy;
    RequestTarget target;
    std::vector<std::string> path;                // as it came, where a policy has limits
    std::optional<std::uint64_t> body_limit = 0;  // nothing: streamed without limit
    std::string request_id;
    TraceContext trace;    // none, where none has come and nobody collects
    bool guessed = false;  // given and taken: a wrong token has come on this connection
    unsigned depth = 0;    // of services that have asked each other
    std::chrono::steady_clock::time_point begun;
  };
  void admit(const RequestHead& head, const std::string& peer, Admission& out);

  // A request so wrong that it has no head that could be admitted.
  void refuse_early(HttpError refusal, Admission& out);

  // Answer into the exchange and finish it; note it. [any-thread]
  void answer(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange, std::uint64_t body_bytes);

  // A service asks another: Peers.
  Result<Reply> ask(ServiceCall& asker, const Question& question) override;
  json::object scopes() const override;

  // Where paths lead that are no service's. Takes effect for the next request; the old table lives until its streams end. [any-thread]
  void set_routes(Routes routes) { forwarder_.set_routes(std::move(routes)); }
  void tick() { forwarder_.tick(); }  // now and then

  OwnPages& pages() { return pages_; }

 private:
  // The page or the route; the scope that it needs, if any. Or the refusal.
  std::optional<std::string_view> find_place(const RequestHead& head, Admission& out);
  // The limits of token, subject and route, and those of the policy: all of them, or the refusal and none.
  std::optional<Limiter::Decision> count(const Admission& admission, const std::string& peer, std::uint64_t units);
  struct Held {
    std::optional<Limiter::Decision> limit;
    std::optional<PolicyLimiter::Decision> policy;
    std::optional<HttpError> refusal;
  };
  Held hold(const Admission& admission, const std::string& peer, std::uint64_t units);
  void note_path(Admission& out) const;
  static void tell_limits(const std::optional<Limiter::Decision>& limit, const std::optional<PolicyLimiter::Decision>& policy, Exchange& exchange);
  void give_page(const Admission& admission, Exchange& exchange);
  void give_health(bool for_traffic, Exchange& exchange);
  std::optional<Fault> fault_of(const HostedService& service, Wire& wire);
  void run_service(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange);
  void look_at_reply(const Admission& admission, Exchange& exchange);
  void note(const RequestHead& head, const Admission& admission, const std::string& peer, const Exchange& exchange, std::uint64_t body_bytes);
  void note_span(const Admission& admission, std::string_view method, std::string_view route, int status, std::uint64_t microseconds);
  std::string metrics() const;
  void note_rejection(const HttpError& refusal, const Admission& admission, const std::string& peer);
  std::string next_request_id();
  // Calls that wait hold a thread each; the last threads are for those that can be answered at once.
  static bool is_too_busy(const Admission& admission);
  static HttpError too_busy();
  void find_lead(const RequestHead& head, Admission& out);
  std::optional<std::string_view> need_of_lead(const RequestHead& head, Admission& out);
  void forward(const RequestHead& head, const Admission& admission, const std::string& peer, Exchange& exchange);

  Parts parts_;
  Router router_;
  Gate gate_;
  OwnPages pages_;
  Readiness readiness_;
  HealthChecks health_checks_;
  Forwarder forwarder_;
  std::string id_prefix_;
  std::atomic<std::uint64_t> next_id_{1};
};

}  // namespace chitty::host::daemon

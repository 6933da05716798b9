// What stands behind a chitty_call while a service runs: the request, its connection to the store, its caller.
#pragma once

#include "base/paths.hpp"
#include "daemon/blobs/blobs.hpp"
#include "daemon/wire/exchange.hpp"
#include "daemon/host/fitting_lines.hpp"
#include "daemon/host/hosted_service.hpp"
#include "daemon/host/settled_settings.hpp"
#include "daemon/wire/request_head.hpp"
#include "daemon/store/store.hpp"
#include "daemon/wire/known_caller.hpp"

#include <chitty/abi.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace chitty::host::daemon {

// What all calls share, for the life of the process.
class Peers;
class Outside;

struct ServiceWorld {
  Store& store;
  const Blobs& blobs;
  Peers* peers = nullptr;              // how services ask each other; null until requests are answered
  json::object quotas{};               // by service and kind: what the operator has set
  std::string developed{};             // the service whose migrations may be redone (--develop); empty: none
  Paths paths{};                       // where plugins are
  json::object settings{};             // chittyos.services: by service, what the operator has set
  ResolveSecret resolve_secret{};      // of those that are secrets
  Outside* outside = nullptr;          // the way to addresses elsewhere; null: there is none
  std::vector<std::string> enabled{};  // services that are hosted, by name; empty: all that are installed
  std::string authority{};             // under which this daemon calls itself where no request says it: "127.0.0.1:4271"
};

struct ServiceCall {
  ServiceCall(const ServiceWorld& in, const HostedService& of) : world(in), service(of) { info.struct_size = sizeof info; }

  const ServiceWorld& world;
  const HostedService& service;
  Exchange* exchange = nullptr;             // null while the service starts, and when it is asked about tokens
  std::int64_t deadline = INT64_MAX;        // where there is no exchange: nanoseconds of the steady clock
  const std::atomic<bool>* stop = nullptr;  // of its own work (`tend`): whether it is to end
  FittingLines::Pay pay{};                  // for what the request counts for besides its head; empty: nobody does
  std::optional<FittingLines> lines;        // of the body, once asked for, or when the route says that it has some
  const RequestHead* head = nullptr;
  Caller caller;                              // null on a public route
  bool is_public = false;                     // the route
  unsigned depth = 0;                         // services that have asked each other, up to this one
  unsigned asked = 0;                         // questions of this call to others
  std::vector<std::shared_ptr<void>> held{};  // replies from elsewhere that are being read; they go with the call
  chitty_exchange_info info{};
  std::string path, parameters, query, content_type, base_url;  // what `info` points into

  // The connection to the store, lent when first asked for.
  Result<StoreConnection*> connection() {
    if (!lease_) {
      auto lent = world.store.lend(service.name);
      if (!lent) return lent.error();
      lease_ = std::move(*lent);
    }
    return lease_.get();
  }
  bool has_connection() const { return lease_ != nullptr; }
  // Where connections are dear, one that nothing needs at the moment goes back for others.
  void let_connection_rest() {
    if (lease_ && world.store.dialect().connections_are_dear() && lease_->at_rest()) lease_.reset();
  }

  chitty_call* handle() { return reinterpret_cast<chitty_call*>(this); }
  static ServiceCall& of(chitty_call* call) { return *reinterpret_cast<ServiceCall*>(call); }
  static const ServiceCall& of(const chitty_call* call) { return *reinterpret_cast<const ServiceCall*>(call); }

 private:
  Store::Lease lease_;
};

}  // namespace chitty::host::daemon

// What stands behind a chitty_call while a service runs: the request, its connection to the store, its caller.
#pragma once

#include "daemon/blobs.hpp"
#include "daemon/exchange.hpp"
#include "daemon/hosted_service.hpp"
#include "daemon/request_head.hpp"
#include "daemon/store.hpp"
#include "daemon/tokens.hpp"

#include <chitty/abi.hpp>

#include <memory>
#include <string>
#include <vector>

namespace chitty::daemon {

// What all calls share, for the life of the process.
struct ServiceWorld {
  Store& store;
  const Blobs& blobs;
};

struct ServiceCall {
  ServiceCall(const ServiceWorld& in, const HostedService& of) : world(in), service(of) { info.struct_size = sizeof info; }

  const ServiceWorld& world;
  const HostedService& service;
  Exchange* exchange = nullptr;  // null while the service starts
  const RequestHead* head = nullptr;
  const KnownCaller* caller = nullptr;  // null on a public route
  chitty_exchange_info info{};
  std::string path, parameters, query, content_type, base_url;  // what `info` points into

  // The connection to the store, lent when first asked for.
  Result<StoreSession*> session() {
    if (!lease_) {
      auto lent = world.store.lend(service.name);
      if (!lent) return lent.error();
      lease_ = std::move(*lent);
    }
    return lease_.get();
  }
  bool has_session() const { return lease_ != nullptr; }
  // Where connections are dear, one that nothing needs at the moment goes back for others.
  void let_session_rest() {
    if (lease_ && world.store.dialect().connections_are_dear() && lease_->at_rest()) lease_.reset();
  }

  chitty_call* handle() { return reinterpret_cast<chitty_call*>(this); }
  static ServiceCall& of(chitty_call* call) { return *reinterpret_cast<ServiceCall*>(call); }
  static const ServiceCall& of(const chitty_call* call) { return *reinterpret_cast<const ServiceCall*>(call); }

 private:
  Store::Lease lease_;
};

}  // namespace chitty::daemon

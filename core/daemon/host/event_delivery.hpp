// From events_outbox to the service that provides the role `events`: in order, each once, in one transaction with its leaving.
#pragma once

#include "daemon/host/service_call.hpp"

namespace chitty::host::daemon {

class EventDelivery {
 public:
  static constexpr std::size_t most = 1000;           // at a time, as plugin.h promises
  static constexpr std::size_t most_bytes = 4 << 20;  // or so many of them as text, if that is less

  // `service` has the role and is in order.
  EventDelivery(const HostedService& service, const ServiceWorld& world) : service_(service), world_(world) {}

  // What waits, until nothing does or `batches` have gone. Several daemons on one database may: the write lock of the service
  // makes them take turns. Its error: the events are still there. [background thread]
  Result<void> deliver(std::size_t batches = 20);

 private:
  Result<bool> deliver_some();

  const HostedService& service_;
  const ServiceWorld& world_;
};

}  // namespace chitty::host::daemon

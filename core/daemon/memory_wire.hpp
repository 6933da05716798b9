// A wire that is no socket: the body is there, the reply is kept. Time and the wish to stop are those of the wire of
// the service that asks.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "daemon/exchange.hpp"

namespace chitty::daemon {

class MemoryWire final : public Wire {
 public:
  MemoryWire(Wire& outer, std::string_view body) : outer_(outer), body_(body) {}

  Result<std::size_t> read_body(char* buffer, std::size_t capacity) override {
    const std::size_t given = std::min(capacity, body_.size());
    std::copy_n(body_.data(), given, buffer);
    body_.remove_prefix(given);
    return given;
  }
  Result<void> send(std::string_view bytes) override {
    if (outer_.gone()) return make_error(Code::cancelled, "Whoever asked does not wait any more.");
    if (reply.size() + bytes.size() > CHITTY_MAX_MESSAGE)
      return make_error(Code::unreachable, "The reply is too large for a service that asks another.");
    reply.append(bytes);
    return {};
  }
  bool gone() const override { return outer_.gone(); }
  std::int64_t deadline() const override { return outer_.deadline(); }
  void begun() override {}  // the outer reply has not
  const HostedService* serve(const HostedService* service) override { return outer_.serve(service); }

  std::string reply;

 private:
  Wire& outer_;
  std::string_view body_;
};

}  // namespace chitty::daemon

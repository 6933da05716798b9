// In-memory connection for service-to-service calls: the body is given, the reply is kept. Deadline and cancellation are those
// of the asking service's connection.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "daemon/wire/exchange.hpp"

namespace chitty::host::daemon {

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
    if (outer_.gone()) return make_error(Code::cancelled, "The caller is no longer waiting.");
    if (reply.size() + bytes.size() > CHITTY_MAX_MESSAGE)
      return make_error(Code::unreachable, "The reply is too large for a service that asks another.");
    reply.append(bytes);
    return {};
  }
  bool gone() const override { return outer_.gone(); }
  bool stopping() const override { return outer_.stopping(); }
  std::int64_t deadline() const override { return outer_.deadline(); }
  void begun() override {}  // the outer reply has not
  const ServiceId* serve(const ServiceId* service) override { return outer_.serve(service); }

  std::string reply;

 private:
  Wire& outer_;
  std::string_view body_;
};

}  // namespace chitty::host::daemon

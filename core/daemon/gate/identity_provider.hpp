// Who knows tokens that are not the owner's: the seam between the gate and the service with the role `identity`.
#pragma once

#include "daemon/wire/service_id.hpp"
#include "manifest/manifest.hpp"

#include <chitty/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

class IdentityProvider {
 public:
  using Time = std::chrono::steady_clock::time_point;
  virtual ~IdentityProvider() = default;

  virtual const ServiceId& service() const = 0;
  virtual const std::optional<Error>& out_of_order() const = 0;  // why it cannot be asked; never changes
  virtual HowTo how_to() const = 0;

  // The two functions of chitty.identity/1 (plugin.h); each is told to stop at the deadline. [any-thread]
  virtual Result<std::string> check_token(std::string_view token, Time deadline) = 0;
  virtual Result<void> tokens_used(std::string_view uses, Time deadline) = 0;
};

}  // namespace chitty::host::daemon

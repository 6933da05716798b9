// Where GitHub sends what happens: an address for each person, and a secret.
#pragma once

#include <chitty/service.hpp>
#include <optional>

namespace chittyconnect::github {

using namespace chitty;

struct Hook {
  std::string id, holder, url;
};

// The caller's; nothing: it has none yet.
Result<std::optional<Hook>> hook_of_caller(Service& service);

// A new one of the caller's by this secret (empty: by a new one), which comes with it. CONFLICT: there is one.
Result<std::pair<Hook, std::string>> make_hook(Service& service, std::string secret);

// Any one, by its id, or where there is but one, without.
Result<std::optional<Hook>> hook_called(Service& service, std::string_view id);

Result<std::string> secret_of(Service& service, const Hook& hook);

// With its secret and with what it has received.
Result<void> remove_hook(Service& service, const Hook& hook);

}  // namespace chittyconnect::github

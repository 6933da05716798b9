// What is in force (plugin.h, chitty.policy/1): a version, and the document of it that the daemons ask for.
#pragma once

#include <chitty/service.hpp>
#include <optional>

namespace chittygateway {

// The role: the document, unless its version is the one known.
chitty::Result<std::optional<chitty::json::object>> document(chitty::Service& service, std::uint64_t known);

// Run `change` in one transaction that makes a new version, and wait, a second at most, until it is in force on this daemon. What
// `change` gives has `inForce` then.
using Change = std::function<chitty::Result<chitty::json::object>()>;
chitty::Result<chitty::json::object> changed(chitty::Service& service, const Change& change);

}  // namespace chittygateway

// The names of the manifest, and in their namespaces those of the SDK and of this plugin.
#pragma once

#include <chitty/service.hpp>
#include <chittyauth_names.hpp>

namespace chitty::auth {}
namespace chittyauth {
using namespace chitty;
using namespace chitty::auth;
}  // namespace chittyauth

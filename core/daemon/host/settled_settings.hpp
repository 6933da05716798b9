// What the operator has set for a service, as the service gets it: held against its manifest, defaults in, secrets resolved.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

namespace json = boost::json;

using ResolveSecret = std::function<Result<std::string>(const std::string& reference)>;

// `schema` is the manifest's service.settings, `set` what stands under chittyos.services.NAME, where the settings of those who ask
// the service stand as well. Those that are declared and neither set nor have a default are null. CONFIGURATION: the first that does
// not fit, by its key, or a secret that cannot be had; `resolve` may be empty.
Result<json::object> settled_settings(std::string_view name, const json::object& schema, const json::object& set, const ResolveSecret& resolve);

}  // namespace chitty::host::daemon

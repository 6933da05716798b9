// What the operator has set for the daemon, in the environment `local` of the user's own configuration.
#pragma once

#include <chitty/error.hpp>

#include "base/paths.hpp"
#include "base/allowed_host.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace chitty::host::daemon {

namespace json = boost::json;

struct OperatorSettings {
  json::object quotas;               // chittyos.quotas: by service and kind, how many; 0 is any number
  json::object services;             // chittyos.services: by service, what it has, and those who ask it
  std::vector<std::string> enabled;  // chittyos.enabledServices: those that are hosted; empty: all that are installed
  std::string traces;                // chittyos.traces: where a collector takes them, OTLP over HTTP; empty: nowhere
  std::vector<AllowedHost> reach;    // chittyos.reach: addresses inside that services may send requests to
};

// Read anew for each worker. CONFIGURATION: an unreadable configuration, or one that is not of its shape.
Result<OperatorSettings> operator_settings(const Paths& paths);

}  // namespace chitty::host::daemon

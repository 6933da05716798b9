// What the build makes of host.json: a first word of the host and the manifest of its commands alone.
#pragma once

#include "cli/installed.hpp"

namespace chitty::host {

struct HostPart {
  HostWord word;
  std::string_view manifest;  // JSON text
};

extern const HostPart host_parts[];
extern const std::size_t host_parts_count;

}  // namespace chitty::host

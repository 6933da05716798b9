// What one answer to a question for health amounts to, and why.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace chittyregistry {

struct Verdict {
  std::string outcome;    // healthy, unhealthy, unreachable
  std::string reason{};   // of one that is not healthy
  std::string version{};  // as it says itself
};

// `answered` is what the host says of one address (plugin.h, chitty.probe/1). Healthy is only a JSON object with a status of 200 to
// 299, which does not speak for another service and does not say that it is unwell: pages of proxies and of hotels are 200, too.
Verdict verdict_on(std::string_view service, const boost::json::object& answered);

// Of a service of this ChittyOS, by what its daemon's page of health says of each.
Verdict verdict_of_daemon(std::string_view service, const boost::json::object& answered);

}  // namespace chittyregistry

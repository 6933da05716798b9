#include "daemon/host/hosted_service.hpp"

#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

// Whatever stands between them, and in whichever order the manifest has them.
TEST(HostedService, ALiteralSegmentComesBeforeAParameter) {
  std::vector<ServiceRoute> declared;
  for (const auto* path : {"/notes", "/notes/{id}", "/notes", "/notes/{id}", "/notes/follow", "/", "/{any}/follow"}) {
    auto& route = declared.emplace_back();
    route.method = "GET";
    route.path = path;
    route.handler = path;
  }
  HostedService service;
  service.add_routes(declared);
  std::vector<std::string> order;
  for (const auto& route : service.routes)
    if (route.segments.size() == 2) order.push_back(route.declared.path);
  EXPECT_EQ(order, (std::vector<std::string>{"/notes/follow", "/notes/{id}", "/notes/{id}", "/{any}/follow"}));
}

}  // namespace
}  // namespace chitty::host::daemon

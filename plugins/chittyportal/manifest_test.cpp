// The manifest against what it speaks of: handlers and routes.
#include <chitty/testkit/manifest_test.hpp>

namespace chitty::testkit {
namespace {

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) { expect_handlers(); }

// A public address takes anybody's word, so each has a bound.
TEST(Manifest, every_public_route_but_health_is_limited) {
  const auto manifest = json_file(plugin_file("manifest.json"));
  for (const auto& route : manifest.at("service").at("routes").as_array())
    if (const auto& one = route.as_object(); one.contains("public") && one.at("path") != "/health")
      EXPECT_TRUE(one.contains("limit")) << one.at("path");
}

}  // namespace
}  // namespace chitty::testkit

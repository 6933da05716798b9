// The manifest against what it speaks of: handlers, routes, scopes.
#include <chitty/testkit/manifest_test.hpp>

namespace chitty::testkit {
namespace {

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) { expect_handlers(); }

// A public address takes anybody's word, so each has a bound; and what all may do stands here to be read.
TEST(Manifest, every_public_route_but_health_is_limited) {
  const auto manifest = json_file(plugin_file("manifest.json"));
  for (const auto& route : manifest.at("service").at("routes").as_array()) {
    const auto& one = route.as_object();
    const std::string path(one.at("path").as_string());
    if (!one.contains("public") || path == "/health" || path.find("/.well-known/") == 0 || path == "/v1/oauth/jwks")
      continue;
    EXPECT_TRUE(one.contains("limit")) << path;
  }
}

}  // namespace
}  // namespace chitty::testkit

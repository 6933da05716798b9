// The manifest against what it speaks of: handlers, routes, scopes, and the shapes in schema/.
#include <chitty/testkit/manifest_test.hpp>

namespace chitty::testkit {
namespace {

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) { expect_handlers(); }

TEST(Manifest, a_reply_has_the_shape_of_its_noun) {
  expect_shape("auth register", "registration");
  expect_shape("auth token provision", "new_token");
  expect_shape("auth token list", "token");
  expect_shape("auth token revoke", "ended_token");
  expect_shape("auth token refresh", "refreshed_token");
  expect_shape("auth token validate", "validity");
  expect_shape("auth token stats", "statistics");
  expect_shape("auth service-token create", "new_service_token");
  expect_shape("auth service-token rotate", "new_service_token");
  expect_shape("auth service-token list", "service_token");
  expect_shape("auth sign-in", "sign_in_code");
  for (const char* path : {"auth oauth authorize", "auth oauth callback", "auth oauth refresh"})
    expect_shape(path, "oauth_grant");
  for (const char* path : {"auth oauth clients list", "auth oauth clients create"})
    expect_shape(path, "oauth_client");
  expect_shape("auth oauth clients remove", "removed_client");
}

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

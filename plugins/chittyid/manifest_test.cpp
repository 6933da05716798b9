// The manifest against what it speaks of: handlers, routes, and the shapes in schema/.
#include <chitty/testkit/manifest_test.hpp>

namespace chitty::testkit {
namespace {

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) { expect_handlers(); }

TEST(Manifest, a_reply_has_the_shape_of_its_noun) {
  expect_shape("id mint", "minted");
  expect_shape("id verify", "verdict");
  expect_shape("id list", "identity");
  expect_shape("id session list", "session");
  expect_shape("id session export", "session");
  expect_shape("id credential issue", "credential");
  expect_shape("id credential list", "credential");
  expect_shape("id credential verify", "credential_check");
  expect_shape("id key list", "key");
}

}  // namespace
}  // namespace chitty::testkit

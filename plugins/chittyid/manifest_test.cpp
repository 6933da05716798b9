// The manifest against what it speaks of: handlers, routes, and the shapes in schema/.
#include <chitty/testkit/manifest_test.hpp>

#include "testing/service.hpp"

namespace chitty::id::testing {
namespace {

const std::string folder = CHITTY_SOURCE_DIR "/plugins/chittyid";

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) { expect_handlers(plugin(), folder); }

TEST(Manifest, a_reply_has_the_shape_of_its_noun) {
  expect_shape(folder, "id mint", "minted");
  expect_shape(folder, "id verify", "verdict");
  expect_shape(folder, "id list", "identity");
  expect_shape(folder, "id session list", "session");
  expect_shape(folder, "id session export", "session");
  expect_shape(folder, "id credential issue", "credential");
  expect_shape(folder, "id credential list", "credential");
  expect_shape(folder, "id credential verify", "credential_check");
  expect_shape(folder, "id key list", "key");
}

}  // namespace
}  // namespace chitty::id::testing

// The manifest against what it speaks of: handlers and routes.
#include <chitty/testkit/manifest_test.hpp>

namespace chitty::testkit {
namespace {

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) { expect_handlers(); }

}  // namespace
}  // namespace chitty::testkit

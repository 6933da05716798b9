// The manifest against what it speaks of: handlers.
#include <chitty/testkit/manifest_test.hpp>

namespace chitty::testkit {
namespace {

TEST(Manifest, every_command_has_its_handler_or_its_request_and_none_is_spare) { expect_handlers(); }

}  // namespace
}  // namespace chitty::testkit

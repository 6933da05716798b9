// The service under test (testkit/service_test.hpp), and the plugin for tests of its commands.
#pragma once

#include <chitty/testkit/service_test.hpp>

namespace chitty::id::testing {

using namespace chitty::testkit;

inline const Plugin& plugin() { return plugin_at(CHITTYID_PLUGIN); }

class ServiceTest : public testkit::ServiceTest {
 protected:
  ServiceTest() : testkit::ServiceTest(CHITTYID_PLUGIN, CHITTY_SOURCE_DIR "/plugins/chittyid/migrations") {}
};

}  // namespace chitty::id::testing

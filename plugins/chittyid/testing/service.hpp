// The service under test (testkit/service_test.hpp), and the plugin for tests of its commands.
#pragma once

#include <chitty/testkit/service_test.hpp>

#include <sstream>

namespace chitty::id::testing {

using namespace chitty::testkit;

inline const Plugin& plugin() { return plugin_at(CHITTYID_PLUGIN); }

class ServiceTest : public testkit::ServiceTest {
 protected:
  ServiceTest() : testkit::ServiceTest(CHITTYID_PLUGIN, CHITTY_SOURCE_DIR "/plugins/chittyid/migrations") {}
};

// The objects of an NDJSON text.
inline std::vector<json::object> lines_of(const std::string& text) {
  std::vector<json::object> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line).as_object());
  return lines;
}

}  // namespace chitty::id::testing

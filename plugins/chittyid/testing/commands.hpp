// The commands against scripted replies: what goes on the wire, what comes out, what is refused before anything is sent.
#pragma once

#include "service.hpp"

namespace chitty::id::testing {

class Commands : public ::testing::Test {
 protected:
  Result<void> run(const char* path, const json::object& arguments = {}) { return plugin().run(host, path, arguments); }
  json::object sent(std::size_t i = 0) { return json::parse(host.requests.at(i).body).as_object(); }
  void TearDown() override { EXPECT_TRUE(host.complaints().empty()) << host.complaints().front(); }

  testkit::FakeHost host;
};

}  // namespace chitty::id::testing

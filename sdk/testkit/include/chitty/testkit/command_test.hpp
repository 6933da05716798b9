// A GoogleTest fixture for commands: the plugin's library against scripted replies. What it did against the contract,
// and replies that were never asked for, fail the test. Not part of <chitty/testkit.hpp>.
#ifndef CHITTY_TESTKIT_COMMAND_TEST_HPP
#define CHITTY_TESTKIT_COMMAND_TEST_HPP

#include <gtest/gtest.h>

#include <chitty/testkit/tested_plugin.hpp>

namespace chitty::testkit {

class CommandTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(host.complaints(), std::vector<std::string>()); }

  Result<void> run(std::string_view path, const json::object& arguments = {}) {
    return plugin().run(host, path, arguments);
  }

  // The body of the request that was sent as number `index`.
  json::object sent(std::size_t index = 0) { return json::parse(host.requests.at(index).body).as_object(); }

  FakeHost host;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_COMMAND_TEST_HPP

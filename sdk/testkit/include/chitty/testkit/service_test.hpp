// A GoogleTest fixture for a service: the plugin's library with a real store and real keys, for each test a new
// database that its migrations have made, requests as objects. Not part of <chitty/testkit.hpp>.
#ifndef CHITTY_TESTKIT_SERVICE_TEST_HPP
#define CHITTY_TESTKIT_SERVICE_TEST_HPP

#include <gtest/gtest.h>

#include <chitty/testkit/tested_plugin.hpp>

namespace chitty::testkit {

struct Answered {
  int status = 0;
  std::string text;
  json::object body;  // of the text, if it is one
  json::object headers;
  json::array events;
  std::vector<std::string> complaints;
};

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    (void)plugin();  // offers the store
    new_database(plugin_file("migrations"));
    start();
  }

  // The service's start, as at each start of the daemon.
  void start() {
    FakeHost host;
    host.now_ms = now;
    const auto started = plugin().start(host);
    ASSERT_TRUE(started) << started.error().message;
  }

  // `fail_at`: the n-th call of the host fails.
  Answered ask(Incoming incoming, std::uint64_t fail_at = 0) {
    FakeHost host;
    host.now_ms = now;
    host.fail_at_call = fail_at;
    host.peers = peers;
    incoming.caller = {{"subject", caller}, {"scopes", scopes}, {"owner", caller == "owner"}};
    incoming.base_url = "http://127.0.0.1:4271/" + std::string(plugin().name());
    host.incoming = std::move(incoming);
    const auto done = plugin().handle(host);
    asked.insert(asked.end(), host.asked.begin(), host.asked.end());
    Answered answered{host.answer.status, host.answer.body, {}, host.answer.headers, host.events, host.complaints()};
    if (!done) answered.status = 500, answered.text = done.error().message;
    boost::system::error_code ec;
    if (auto value = json::parse(answered.text, ec); !ec && value.is_object())
      answered.body = std::move(value.get_object());
    return answered;
  }
  Answered send(const std::string& handler, const json::object& body, const json::object& parameters = {}) {
    return ask({.handler = handler, .method = "POST", .body = json::serialize(body), .parameters = parameters});
  }
  Answered get(const std::string& handler, const json::object& parameters = {}, const json::object& query = {}) {
    return ask({.handler = handler, .parameters = parameters, .query = query});
  }
  // What the gate asks of a service with the role `identity`.
  Result<json::object> check(std::string_view token) {
    FakeHost host;
    host.now_ms = now;
    return plugin().check_token(host, token);
  }
  Result<void> used(const json::array& uses) {
    FakeHost host;
    host.now_ms = now;
    return plugin().tokens_used(host, uses);
  }

  std::int64_t now = 1'795'445'950'123;  // 2026-11-23T14:59:10.123Z
  std::string caller = "owner";          // the subject; "owner" is the daemon's owner
  json::array scopes{"*"};
  Replies peers;            // what the other services answer, in each request anew
  std::vector<Sent> asked;  // what they were asked
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_SERVICE_TEST_HPP

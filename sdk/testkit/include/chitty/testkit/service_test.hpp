// A GoogleTest fixture for a service: the plugin's library with a real store and real keys, a new database for each
// test, requests as objects. Not part of <chitty/testkit.hpp>: link gtest, sqlite3 and crypto.
#ifndef CHITTY_TESTKIT_SERVICE_TEST_HPP
#define CHITTY_TESTKIT_SERVICE_TEST_HPP

#include <gtest/gtest.h>

#include <chitty/testkit/openssl_crypto.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty::testkit {

// The plugin at `path`, opened once.
inline const Plugin& plugin_at(const std::string& path) {
  static std::map<std::string, Plugin> opened;
  if (const auto found = opened.find(path); found != opened.end()) return found->second;
  offer(CHITTY_EXT_STORE, &sqlite_store());
  offer(CHITTY_EXT_CRYPTO, &openssl_crypto());
  return opened.emplace(path, Plugin::open(path).value()).first->second;
}

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
  ServiceTest(const std::string& library, std::string migrations)
      : plugin_(plugin_at(library)), migrations_(std::move(migrations)) {}

  void SetUp() override {
    new_database(migrations_);
    start();
  }

  // The service's start, as at each start of the daemon.
  void start() {
    FakeHost host;
    host.now_ms = now;
    const auto started = plugin_.start(host);
    ASSERT_TRUE(started) << started.error().message;
  }

  // `fail_at`: the n-th call of the host fails.
  Answered ask(Incoming incoming, std::uint64_t fail_at = 0) {
    FakeHost host;
    host.now_ms = now;
    host.fail_at_call = fail_at;
    host.peers = peers;
    incoming.caller = {{"subject", caller}, {"scopes", scopes}, {"owner", caller == "owner"}};
    incoming.base_url = "http://127.0.0.1:4271/" + std::string(plugin_.name());
    host.incoming = std::move(incoming);
    const auto done = plugin_.handle(host);
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
    return plugin_.check_token(host, token);
  }
  Result<void> used(const json::array& uses) {
    FakeHost host;
    host.now_ms = now;
    return plugin_.tokens_used(host, uses);
  }

  std::int64_t now = 1'795'445'950'123;  // 2026-11-23T14:59:10.123Z
  std::string caller = "owner";          // the subject; "owner" is the daemon's owner
  json::array scopes{"*"};
  Replies peers;            // what the other services answer, in each request anew
  std::vector<Sent> asked;  // what they were asked

 private:
  const Plugin& plugin_;
  const std::string migrations_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_SERVICE_TEST_HPP

// The service under test: the plugin's library, a new database for each test, requests as objects.
#pragma once

#include "ed25519_table.hpp"
#include "sqlite_table.hpp"

#include <gtest/gtest.h>

namespace chitty::id::testing {

inline const testkit::Plugin& plugin() {
  static const auto opened = [] {
    testkit::offer(CHITTY_EXT_STORE, &sqlite_table());
    testkit::offer(CHITTY_EXT_CRYPTO, &ed25519_table());
    return testkit::Plugin::open(CHITTYID_PLUGIN);
  }();
  return *opened;
}

struct Answered {
  int status = 0;
  std::string text;
  json::object body;
  json::array events;
  std::vector<std::string> complaints;
};

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    plugin();
    new_database(CHITTY_SOURCE_DIR "/plugins/chittyid/migrations");
    testkit::FakeHost host;
    host.now_ms = now;
    ASSERT_TRUE(plugin().start(host));
  }

  Answered ask(testkit::Incoming incoming, std::uint64_t fail_at = 0) {
    testkit::FakeHost host;
    host.now_ms = now;
    host.fail_at_call = fail_at;
    incoming.caller = {{"subject", caller}, {"scopes", json::array{"*"}}, {"owner", caller == "owner"}};
    host.incoming = std::move(incoming);
    host.incoming.base_url = "http://127.0.0.1:4271/chittyid";
    auto done = plugin().handle(host);
    Answered answered{host.answer.status, host.answer.body, {}, host.events, host.complaints()};
    if (!done) answered.status = 500, answered.text = done.error().message;
    boost::system::error_code ec;
    if (auto value = json::parse(answered.text, ec); !ec && value.is_object()) answered.body = value.get_object();
    return answered;
  }
  Answered send(const std::string& handler, const json::object& body) {
    return ask({.handler = handler, .method = "POST", .body = json::serialize(body)});
  }
  Answered get(const std::string& handler, const json::object& parameters = {}, const json::object& query = {}) {
    return ask({.handler = handler, .parameters = parameters, .query = query});
  }
  std::int64_t number(const std::string& sql) {
    std::int64_t value = -1;
    auto take = [&](std::string_view row) -> chitty_status { return value = json::parse(row).as_object().begin()->value().as_int64(), CHITTY_OK; };
    const auto sink = abi::sink_to_function(take);
    EXPECT_TRUE(run_sql(sql, {}, &sink, nullptr));
    return value;
  }

  std::int64_t now = 1'795'445'950'123;  // 2026-11-23
  std::string caller = "owner";
};

}  // namespace chitty::id::testing

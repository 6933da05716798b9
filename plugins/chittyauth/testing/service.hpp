// The service under test (testkit/service_test.hpp), and the plugin for tests of its commands.
#pragma once

#include <chitty/testkit/service_test.hpp>

namespace chitty::auth::testing {

using namespace chitty::testkit;

inline const Plugin& plugin() { return plugin_at(CHITTYAUTH_PLUGIN); }

class ServiceTest : public testkit::ServiceTest {
 protected:
  ServiceTest() : testkit::ServiceTest(CHITTYAUTH_PLUGIN, CHITTY_SOURCE_DIR "/plugins/chittyauth/migrations") {}

  // Ask as somebody else from here on.
  void become(const std::string& subject, const json::array& may) { caller = subject, scopes = may; }
  void become_owner() { become("owner", json::array()); }

  Answered provision(const json::object& order) { return send("provision", order); }
  // A token with these scopes; its text and its id.
  std::pair<std::string, std::string> token(const json::array& of, const json::object& more = {}) {
    json::object order{{"scope", of}};
    for (const auto& [name, value] : more) order[name] = value;
    const auto made = provision(order);
    EXPECT_EQ(made.status, 201) << made.text;
    return {text(made.body, "token"), text(made.body, "tokenId")};
  }
  Answered refresh(const std::string& token, json::object more = {}) {
    more["token"] = token;
    return send("refresh", more);
  }

  static std::string text(const json::object& body, std::string_view member) {
    const auto* value = body.if_contains(member);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  }

  // Is this text anywhere in the database?
  static bool is_in_store(const std::string& secret) {
    bool found = false;
    for (const auto* table : {"auth_tokens", "auth_registrations", "auth_suspensions", "chitty_answers"}) {
      auto look = [&](std::string_view row) -> chitty_status {
        return found = found || row.find(secret) != row.npos, CHITTY_OK;
      };
      const auto sink = abi::sink_to_function(look);
      if (auto done = run_sql("SELECT * FROM " + std::string(table), {}, &sink); !done)
        throw std::runtime_error(done.error().message);
    }
    return found;
  }
};

}  // namespace chitty::auth::testing

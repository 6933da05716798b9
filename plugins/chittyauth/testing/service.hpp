// The service under test (testkit/service_test.hpp), and what its callers do.
#pragma once

#include <chitty/members.hpp>
#include <chitty/testkit/service_test.hpp>

namespace chitty::auth::testing {

using namespace chitty::testkit;

class ServiceTest : public testkit::ServiceTest {
 protected:
  // Ask as somebody else from here on.
  void become(const std::string& subject, const json::array& may, const std::string& by = {}) {
    caller = subject, scopes = may, caller_token = by;
  }
  void become_owner() { become("owner", json::array()); }
  // Ask by that token from here on: as its subject, with its scopes.
  void show(const std::string& text) {
    const auto known = check(text);
    ASSERT_TRUE(known) << known.error().message;
    become(text_in(*known, "subject"), known->at("scopes").as_array(), text_in(*known, "token_id"));
  }

  Answered provision(const json::object& order) { return send("provision", order); }
  // A token with these scopes; its text and its id.
  std::pair<std::string, std::string> token(const json::array& of, const json::object& more = {}) {
    json::object order{{"scope", of}};
    for (const auto& [name, value] : more) order[name] = value;
    const auto made = provision(order);
    EXPECT_EQ(made.status, 201) << made.text;
    return {text_in(made.body, "token"), text_in(made.body, "tokenId")};
  }
  Answered refresh(const std::string& token, json::object more = {}) {
    more["token"] = token;
    return send("refresh", more);
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

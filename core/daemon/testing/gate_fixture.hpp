// The gate of a whole chittyd, with a plugin that knows whose tokens they are.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/store/store.hpp"
#include "daemon/testing/daemon_fixture.hpp"

namespace chitty::host::daemon {

class GateTest : public DaemonTest {
 protected:
  GateTest() { up(); }

  // As the owner: a token that the porter knows from now on.
  void keep(const std::string& token, const std::string& facts) {
    ASSERT_THAT(
        ask("POST", "/porter/tokens", R"({"token":")" + token + R"(","token_id":"id-)" + token + "\"," + facts + "}"),
        StartsWith("HTTP/1.1 201 "));
  }
  void revoke(const std::string& token) {
    ASSERT_THAT(ask("DELETE", "/porter/tokens/id-" + token), HasSubstr(R"({"revoked":1})"));
  }
  std::string as(const std::string& token, const std::string& method, const std::string& path,
                 const std::string& body = {}) const {
    return ask_with("Authorization: Bearer " + token + "\r\n", method, path, body);
  }
  std::int64_t questions() const {
    const auto reply = ask("GET", "/porter/questions");
    return json::parse(reply.substr(reply.find("\r\n\r\n") + 4)).at("questions").as_int64();
  }

  // Of the outbox, those of the gate, in the order of their coming.
  std::vector<json::object> refusals() const {
    const auto store = Store::open(database_url()).value();
    std::vector<json::object> events;
    store->lend()
        .value()
        ->run("SELECT * FROM events_outbox WHERE type LIKE 'gate.%' ORDER BY id", {},
              [&](std::string_view row) -> Result<void> {
                auto event = json::parse({row.data(), row.size()}).as_object();
                event["data"] = json::parse(event.at("data").as_string());
                events.push_back(std::move(event));
                return {};
              })
        .value();
    return events;
  }
};

inline constexpr const char* reader = R"("subject":"ada","scopes":["acme:read"])";

}  // namespace chitty::host::daemon

// What the tests of commands have in common: the replies of a service that says yes.
#pragma once

#include <chitty/testkit/command_test.hpp>

#include "used_token.hpp"

namespace chitty::auth::testing {

using namespace testkit;

inline constexpr const char* secret = "ca_local_c2VjcmV0";

class Commands : public CommandTest {
 protected:
  void SetUp() override {
    unsetenv("EMAIL");
    unsetenv("CHITTY_AUTH_TOKEN");
    host.remotes[""] = {{"environment", "local"}};
  }

  bool is_public(std::size_t i) { return (host.requests.at(i).flags & CHITTY_HTTP_PUBLIC) != 0; }
  // Everything that a person could see or a log keep.
  std::string shown() {
    std::string all = json::serialize(host.records) + host.bytes;
    for (const auto& note : host.notes) all += note;
    for (const auto& line : host.logs) all += line;
    return all;
  }

  static json::object person() {
    return {{"chittyId", "03-1"}, {"did", "did:chitty:03-1"}, {"email", "ada@example.com"}, {"name", "ada"}};
  }
  void nobody_is_registered() { host.replies.on("GET", "/v1/registration").answer(404, {{"success", false}}); }
  void registration_succeeds() {
    host.replies.on("POST", "/v1/register")
        .answer(201, {{"success", true},
                      {"registration", person()},
                      {"token",
                       {{"accessToken", secret},
                        {"tokenId", "tok_1"},
                        {"scope", {"chittyid:read"}},
                        {"expiresAt", "2026-12-23T00:00:00Z"}}}});
  }
  void refresh_succeeds() {
    host.replies.on("POST", "/v1/tokens/refresh")
        .answer(200,
                {{"success", true}, {"token", secret}, {"tokenId", "tok_2"}, {"scope", {"a:b"}}, {"expiresAt", "x"}});
  }
};

}  // namespace chitty::auth::testing

#include "daemon/wire/known_caller.hpp"

#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

TEST(KnownCallerTest, ScopesCoverWhatTheySay) {
  const auto may = [](std::vector<std::string> scopes, std::string_view wanted) {
    KnownCaller::Facts facts;
    facts.subject = "ada";
    facts.scopes = std::move(scopes);
    return KnownCaller(std::move(facts)).may(wanted);
  };
  EXPECT_TRUE(may({"acme:read"}, "acme:read"));
  EXPECT_TRUE(may({"x:y", "acme:*"}, "acme:read"));
  EXPECT_TRUE(may({"admin:*"}, "acme:read"));
  EXPECT_TRUE(may({"admin:*"}, "admin:*"));
  for (const auto& scopes : std::vector<std::vector<std::string>>{{},
                                                                  {"acme:write"},
                                                                  {"acme"},
                                                                  {"acme:"},
                                                                  {"*"},
                                                                  {"*:*"},
                                                                  {"*:read"},
                                                                  {"ac:*"},
                                                                  {"acme2:*"},
                                                                  {"acme:rea"},
                                                                  {"acme:read "},
                                                                  {"ACME:READ"},
                                                                  {"admin:read"},
                                                                  {"admin"},
                                                                  {"acme:*x"},
                                                                  {"acme:read,acme:*"}})
    EXPECT_FALSE(may(scopes, "acme:read"));
  EXPECT_FALSE(may({"acme:*"}, "admin:*"));
}

}  // namespace
}  // namespace chitty::host::daemon

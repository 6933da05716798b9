#include "config/secret/secrets.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace chitty::host {
namespace {

TEST(Redact, TakesEveryFormOut) {
  remember_secret("canary+/é \"x\"?1");
  const std::string none = "nothing here";
  EXPECT_EQ(redact(none), none);
  EXPECT_EQ(redact("a canary+/é \"x\"?1 b"), "a *** b");
  EXPECT_EQ(redact("{\"t\":\"canary+/é \\\"x\\\"?1\"}"), "{\"t\":\"***\"}");
  EXPECT_EQ(redact("{\"t\":\"canary+\\/é \\\"x\\\"?1\"}"), "{\"t\":\"***\"}");
  EXPECT_TRUE(holds_secret("{\"t\":\"canary+/é \\\\\\\"x\\\\\\\"?1\"}")) << "a text that is JSON's, in JSON";
  EXPECT_EQ(redact("?t=canary%2B%2F%C3%A9%20%22x%22%3F1&b"), "?t=***&b");
  EXPECT_EQ(redact("?t=canary%2b%2f%c3%a9+%22x%22%3f1&b"), "?t=***&b");
  EXPECT_EQ(redact("Y2FuYXJ5Ky/DqSAieCI/MQ=="), "***==");  // printf 'canary+/é "x"?1' | base64
  EXPECT_EQ(redact("Y2FuYXJ5Ky_DqSAieCI_MQ"), "***");
}

// "user:canary-in-basic" and its like: the secret's bytes at each of the three places a base64 group has.
TEST(Redact, FindsItInsideBase64OfMore) {
  remember_secret("canary-in-basic");
  for (const auto* text : {"dXNlcjpjYW5hcnktaW4tYmFzaWM=", "dXNlcjE6Y2FuYXJ5LWluLWJhc2ljOng=", "dXM6Y2FuYXJ5LWluLWJhc2lj", "YmFyOmNhbmFyeS1pbi1iYXNpYw=="}) {
    const std::string out = redact(text);
    EXPECT_NE(out.find("***"), std::string::npos) << text;
    EXPECT_LE(out.size(), 16u) << out;  // what is left is of the words around it
  }
}

TEST(Redact, LongerOnesFirstAndShortOnesNever) {
  remember_secret("canary-long");
  remember_secret("canary-long-and-longer");
  remember_secret("abc12");
  EXPECT_EQ(redact("canary-long-and-longer canary-long abc12"), "*** *** abc12");
  remember_secret("  canary-padded\n");
  EXPECT_EQ(redact("[canary-padded]"), "[***]");
}

TEST(Redact, FromManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t] {
      for (int i = 0; i < 50; ++i) {
        const std::string secret = "canary-" + std::to_string(t) + "-" + std::to_string(i) + "-end";
        remember_secret(secret);
        EXPECT_EQ(redact("<" + secret + ">"), "<***>");
      }
    });
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace chitty::host

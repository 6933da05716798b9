// What a model is told, within what it can read.
#include "budget.hpp"

#include <gtest/gtest.h>

#include <chitty/models/chain.hpp>

#include "chosen.hpp"

namespace chittychat {
namespace {

using chitty::models::ChatMessage;

Told told(std::int64_t window) {
  Told made{.system_prompt = "Be short", .case_title = "Acme v. Beta", .question = "When?", .mark = "MARK", .quotes = {}, .earlier = {}, .window = window};
  for (int i = 0; i < 10; ++i) made.quotes.push_back({"d", "a.pdf", std::string(400, 'q'), i + 1, 0, 400});
  for (int i = 0; i < 40; ++i) made.earlier.push_back(ChatMessage{i % 2 == 0 ? "user" : "assistant", "turn " + std::to_string(i) + " " + std::string(300, 'x')});
  return made;
}

TEST(Budget, IsKeptWhateverTheWindow) {
  for (const std::int64_t window : {512, 1000, 2048, 4096, 8192, 32'000, 200'000}) {
    const auto context = context_of(told(window)).value();
    EXPECT_LE(chitty::models::tokens_of(context.request) + context.request.max_tokens, window) << window;
    EXPECT_EQ(context.request.messages.back().content, "When?");
    EXPECT_TRUE(context.request.messages.front().content.starts_with("Be short"));
    for (std::size_t i = 1; i < context.request.messages.size(); ++i) EXPECT_EQ(context.request.messages[i].role, i % 2 == 1 ? "user" : "assistant") << "they take turns";
  }
}

TEST(Budget, FillsInTheOrderThatIsStated) {
  const auto small = context_of(told(2048)).value();
  EXPECT_GT(small.quotes, 0u);
  EXPECT_LT(small.quotes, 10u);
  EXPECT_GT(small.left_out, 0u);
  const auto& system = small.request.messages.front().content;
  EXPECT_NE(system.find("[1] a.pdf, page 1"), system.npos);
  EXPECT_NE(system.find("Earlier in this conversation"), system.npos);
  EXPECT_EQ(small.request.messages.at(small.request.messages.size() - 2).content.substr(0, 8), "turn 39 ") << "the latest are told whole";
  const auto large = context_of(told(200'000)).value();
  EXPECT_EQ(large.quotes, 10u);
  EXPECT_EQ(large.left_out, 0u);
  EXPECT_EQ(large.request.messages.front().content.find("Earlier in this"), std::string::npos);
  EXPECT_EQ(large.request.max_tokens, 1024);
}

TEST(Budget, SaysWhatDoesNotFitAtAll) {
  auto too_long = told(1000);
  too_long.question = std::string(10'000, 'x');
  EXPECT_EQ(context_of(too_long).error().code, chitty::Code::invalid_argument);
}

TEST(Chosen, IsAskedFirst) {
  chitty::models::Configured one, two;
  one.name = "one", one.model = "m-1", two.name = "two", two.model = "m-2";
  const auto names = [&](const char* model) {
    std::string all;
    for (const auto& each : chosen_first({one, two}, model)) all += each.name + ":" + each.model + " ";
    return all;
  };
  EXPECT_EQ(names(""), "one:m-1 two:m-2 ");
  EXPECT_EQ(names("two"), "two:m-2 one:m-1 ");
  EXPECT_EQ(names("m-2"), "two:m-2 one:m-1 ");
  EXPECT_EQ(names("other"), "one:other one:m-1 two:m-2 ");
  EXPECT_TRUE(chosen_first({}, "other").empty());
}

}  // namespace
}  // namespace chittychat

#include "cli/values.hpp"

#include "cli/test_world.hpp"

namespace chitty {
namespace {

Argument of(ArgumentType type) {
  Argument argument;
  argument.name = "what";
  argument.type = type;
  return argument;
}

TEST(Values, DefaultsAreTypedLikeGivenValues) {
  auto wait = of(ArgumentType::duration);
  wait.fallback = "2m";
  EXPECT_EQ(default_value(wait, 0).value(), json::value(120'000));
  auto since = of(ArgumentType::time);
  since.fallback = "today";
  EXPECT_EQ(default_value(since, 1795443937500).value(), json::value("2026-11-23T00:00:00.000Z"));
  auto some = of(ArgumentType::list);
  some.fallback = "a,b";
  EXPECT_EQ(default_value(some, 0).value(), (json::value{"a", "b"}));
  auto count = of(ArgumentType::integer);
  count.fallback = 3;
  EXPECT_EQ(default_value(count, 0).value(), json::value(3));
  EXPECT_TRUE(default_value(of(ArgumentType::string), 0).value().is_null());
}

TEST(Values, AFileThatIsADefaultNeedNotBeThere) {
  auto file = of(ArgumentType::file);
  file.fallback = "/no/such";
  EXPECT_EQ(default_value(file, 0).value(), json::value("/no/such"));
}

TEST(Values, RangesWithOneEndSayWhich) {
  auto count = of(ArgumentType::integer);
  count.minimum = 1;
  EXPECT_EQ(to_value(count, "0", "--what", 0).error().message, "--what is 0, but must be at least 1.");
  count.minimum.reset();
  count.maximum = 5;
  EXPECT_EQ(to_value(count, "6", "--what", 0).error().message, "--what is 6, but must be at most 5.");
}

TEST(Values, PlaceholdersComeFromTheNameUnlessDeclared) {
  auto argument = of(ArgumentType::string);
  EXPECT_EQ(placeholder(argument), "<what>");
  argument.placeholder = "<path>";
  EXPECT_EQ(placeholder(argument), "<path>");
}

}  // namespace
}  // namespace chitty

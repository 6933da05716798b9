#include "cli/values.hpp"

#include "cli/test_world.hpp"

namespace chitty::host {
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

TEST(Values, ADurationLiesWithinItsBorders) {
  auto wait = of(ArgumentType::duration);
  wait.minimum = 1000, wait.maximum = 300'000;
  EXPECT_EQ(to_value(wait, "5m", "--what", 0).value(), json::value(300'000));
  EXPECT_EQ(to_value(wait, "301s", "--what", 0).error().message, "invalid value '301s' for '--what': must be from 1s to 5m");
  EXPECT_EQ(to_value(wait, "10ms", "--what", 0).error().message, "invalid value '10ms' for '--what': must be from 1s to 5m");
  wait.minimum = 1, wait.maximum.reset();
  EXPECT_EQ(to_value(wait, "0s", "--what", 0).error().message, "invalid value '0s' for '--what': it must be longer than 0");
}

TEST(Values, AFileThatIsADefaultNeedNotBeThere) {
  auto file = of(ArgumentType::file);
  file.fallback = "/no/such";
  EXPECT_EQ(default_value(file, 0).value(), json::value("/no/such"));
}

TEST(Values, AFormIsToldWhereChoicesAreManyAndIsNeverEmpty) {
  auto country = of(ArgumentType::choice);
  country.choices = {"AUS", "GBR", "MUS", "RUS", "USA"};
  for (char c = 'A'; c <= 'Z'; ++c) country.choices.push_back(std::string("Q") + c + "Q");
  country.form = "a country's three letters, such as USA";
  EXPECT_EQ(to_value(country, "gbr", "--what", 0).value(), json::value("GBR"));
  const auto none = to_value(country, "XXX", "--what", 0);
  EXPECT_EQ(none.error().message, "invalid value 'XXX' for '--what': expected a country's three letters, such as USA");
  EXPECT_EQ(to_value(country, "US", "--what", 0).error().hint, "Did you mean 'USA', 'AUS' or 'MUS'?") << "what goes on as it began is nearest";
  auto id = of(ArgumentType::string);
  EXPECT_EQ(to_value(id, "", "--what", 0).value(), json::value(""));
  id.form = "an id";
  EXPECT_EQ(to_value(id, "x", "--what", 0).value(), json::value("x"));
  EXPECT_EQ(to_value(id, "", "--what", 0).error().message, "invalid value '' for '--what': expected an id");
}

TEST(Values, EachItemOfAListIsOneOfItsChoices) {
  auto by = of(ArgumentType::list);
  by.choices = {"actor", "service", "status"};
  EXPECT_EQ(to_value(by, "Service, actor,", "--what", 0).value(), (json::value{"service", "actor"}));
  const auto wrong = to_value(by, "actor,servce", "--what", 0);
  EXPECT_EQ(wrong.error().message, "invalid value 'servce' for '--what' [possible values: actor, service, status]");
  EXPECT_EQ(wrong.error().hint, "Did you mean 'service'?");
}

TEST(Values, RangesWithOneEndSayWhich) {
  auto count = of(ArgumentType::integer);
  count.minimum = 1;
  EXPECT_EQ(to_value(count, "0", "--what", 0).error().message, "invalid value '0' for '--what': must be at least 1");
  count.minimum.reset();
  count.maximum = 5;
  EXPECT_EQ(to_value(count, "6", "--what", 0).error().message, "invalid value '6' for '--what': must be at most 5");
}

TEST(Values, PlaceholdersComeFromTheNameUnlessDeclared) {
  auto argument = of(ArgumentType::string);
  EXPECT_EQ(placeholder(argument), "<what>");
  argument.placeholder = "<path>";
  EXPECT_EQ(placeholder(argument), "<path>");
}

}  // namespace
}  // namespace chitty::host

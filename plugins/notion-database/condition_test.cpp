#include "condition.hpp"

#include <gtest/gtest.h>

namespace notion_database {
namespace {

Schema schema() {
  json::object properties;
  for (const auto& [name, type] : {std::pair{"Name", "title"}, {"Status", "status"}, {"Due", "date"}, {"Tags", "multi_select"}, {"Done", "checkbox"}, {"Cost", "number"}, {"Sum", "formula"}, {"A>B", "rich_text"}, {"Created at", "date"}})
    properties[name] = json::object{{"type", type}};
  return Schema::of({{"properties", properties}}).value();
}

json::value condition(std::string_view given) {
  const auto made = condition_of(schema(), given);
  return made ? *made : json::value(made.error().message);
}

json::value filter(const char* name, const char* type, const char* word, json::value value) {
  return json::object{{"property", name}, {type, json::object{{word, std::move(value)}}}};
}

TEST(Condition, each_sign_by_the_propertys_type) {
  EXPECT_EQ(condition("Status=Open"), filter("Status", "status", "equals", "Open"));
  EXPECT_EQ(condition("Status!=Open"), filter("Status", "status", "does_not_equal", "Open"));
  EXPECT_EQ(condition("title~Hear"), filter("Name", "title", "contains", "Hear"));
  EXPECT_EQ(condition("Due<=2026-12-01"), filter("Due", "date", "on_or_before", "2026-12-01"));
  EXPECT_EQ(condition("Due>2026-12-01"), filter("Due", "date", "after", "2026-12-01"));
  EXPECT_EQ(condition("Tags=court"), filter("Tags", "multi_select", "contains", "court"));
  EXPECT_EQ(condition("Done=yes"), filter("Done", "checkbox", "equals", true));
  EXPECT_EQ(condition("Cost>=2.5"), filter("Cost", "number", "greater_than_or_equal_to", 2.5));
  EXPECT_EQ(condition("createdAt=2026-12-01"), filter("Created at", "date", "equals", "2026-12-01"));
  EXPECT_EQ(condition("Status="), filter("Status", "status", "is_empty", true));
  EXPECT_EQ(condition("Tags!="), filter("Tags", "multi_select", "is_not_empty", true));
}

TEST(Condition, a_sign_within_a_name_or_a_value_is_none) {
  EXPECT_EQ(condition("A>B=1"), filter("A>B", "rich_text", "equals", "1"));
  EXPECT_EQ(condition("Name=a=b"), filter("Name", "title", "equals", "a=b"));
}

TEST(Condition, what_makes_no_sense_is_refused) {
  EXPECT_EQ(condition("Status"), json::value("invalid condition 'Status': expected NAME=VALUE"));
  EXPECT_EQ(condition("Statos=x"), json::value("unknown property 'Statos'"));
  EXPECT_EQ(condition("Status>x"), json::value("cannot compare 'Status' by '>': it is of the type status"));
  EXPECT_EQ(condition("Sum=1"), json::value("cannot compare 'Sum' by '=': it is of the type formula"));
  EXPECT_EQ(condition("Cost>much"), json::value("invalid value 'much' for 'Cost': expected a number"));
  EXPECT_NE(json::serialize(condition("Due<soon")).find("expected a date"), std::string::npos);
}

TEST(Condition, all_of_them_hold) {
  const json::value own = json::object{{"property", "Sum"}};
  EXPECT_EQ(filter_of(schema(), {}, nullptr).value(), json::value(nullptr));
  EXPECT_EQ(filter_of(schema(), {}, own).value(), own);
  const json::value status = condition("Status=Open");
  EXPECT_EQ(filter_of(schema(), {"Status=Open"}, own).value(), (json::value{{"and", {own, status}}}));
}

TEST(Schema, names_are_found_as_people_write_them) {
  EXPECT_EQ(schema().find("title")->name, "Name");
  EXPECT_EQ(schema().find("created_at")->name, "Created at");
  EXPECT_EQ(schema().find("nothing"), nullptr);
  EXPECT_EQ(schema().get("Statos").error().hint, "Did you mean 'Status'?");
  const auto two = Schema::of({{"properties", {{"a b", {{"type", "date"}}}, {"a_b", {{"type", "date"}}}}}}).value();
  EXPECT_EQ(two.find("aB"), nullptr);
  EXPECT_EQ(two.find("a b")->name, "a b");
  EXPECT_FALSE(Schema::of({{"object", "page"}}));
}

}  // namespace
}  // namespace notion_database

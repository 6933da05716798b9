// Values on their way to Notion and back.
#include <gtest/gtest.h>

#include "merge.hpp"
#include "plain_value.hpp"
#include "written_value.hpp"

namespace notion_database {
namespace {

json::value written(const char* type, const json::value& given) {
  const auto value = written_value({"P", type}, given);
  return value ? value->at(type) : json::value(value.error().message);
}

// What was written for a property of the type, as it reads.
json::value there_and_back(const char* type, const json::value& given) { return plain_value(written_value({"P", type}, given).value().get_object()); }

TEST(Value, each_type_is_written_as_it_asks) {
  EXPECT_EQ(written("number", "3.5"), json::value(3.5));
  EXPECT_EQ(written("checkbox", "yes"), json::value(true));
  EXPECT_EQ(written("select", "Open"), (json::value{{"name", "Open"}}));
  EXPECT_EQ(written("multi_select", "court, civil"), (json::value{json::object{{"name", "court"}}, json::object{{"name", "civil"}}}));
  EXPECT_EQ(written("relation", json::array{"a"}), (json::value(json::array{json::object{{"id", "a"}}})));
  EXPECT_EQ(written("date", "2026-11-30/2026-12-01"), (json::value{{"start", "2026-11-30"}, {"end", "2026-12-01"}}));
  EXPECT_EQ(written("url", "https://a.example"), json::value("https://a.example"));
  EXPECT_EQ(written("files", "https://a.example/x").at(0).at("external").at("url"), json::value("https://a.example/x"));
}

TEST(Value, nothing_clears) {
  EXPECT_EQ(written("rich_text", ""), json::value(json::array()));
  EXPECT_EQ(written("multi_select", nullptr), json::value(json::array()));
  EXPECT_EQ(written("select", ""), json::value(nullptr));
  EXPECT_EQ(written("number", nullptr), json::value(nullptr));
  EXPECT_EQ(written("checkbox", ""), json::value(false));
}

TEST(Value, rich_text_goes_as_it_is) {
  const json::value rich = json::array{json::object{{"type", "text"}, {"text", {{"content", "bold"}}}, {"annotations", {{"bold", true}}}}};
  EXPECT_EQ(written("rich_text", rich), rich);
  EXPECT_EQ(written("rich_text", json::object{{"rich_text", rich}}), rich);
}

TEST(Value, what_does_not_fit_is_refused) {
  EXPECT_EQ(written("number", "ten"), json::value("invalid value 'ten' for 'P': expected a number"));
  EXPECT_EQ(written("checkbox", "maybe"), json::value("invalid value 'maybe' for 'P': expected true or false"));
  EXPECT_NE(json::serialize(written("date", "2026-02-30")).find("expected a date"), std::string::npos);
  EXPECT_EQ(written("files", "nowhere"), json::value("invalid value 'nowhere' for 'P': expected addresses of files"));
  EXPECT_EQ(written("formula", "1"), json::value("cannot write 'P': Notion computes properties of the type formula"));
  EXPECT_NE(json::serialize(written("select", json::object{{"colour", "red"}})).find("the member select"), std::string::npos);
}

TEST(Value, long_text_is_cut_where_no_character_is_parted) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "\xF0\x9F\x98\x80";  // two units each
  const auto pieces = rich_text(text).value().get_array();
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].at("text").at("content").get_string().size(), 4000u);
  EXPECT_EQ(plain_text(pieces), text);
  EXPECT_EQ(rich_text(std::string(2000, 'a')).value().get_array().size(), 1u);
  EXPECT_EQ(rich_text(std::string(200'000, 'a')).value().get_array().size(), 100u);
  EXPECT_FALSE(rich_text(std::string(200'001, 'a')));
}

TEST(Value, what_was_written_reads_the_same) {
  EXPECT_EQ(there_and_back("title", "Hearing"), json::value("Hearing"));
  EXPECT_EQ(there_and_back("multi_select", json::array{"b", "a"}), (json::value{"b", "a"}));
  EXPECT_EQ(there_and_back("date", "2026-11-30"), json::value("2026-11-30"));
  EXPECT_EQ(there_and_back("select", nullptr), json::value(nullptr));
}

TEST(Value, what_notion_computes_reads_plainly) {
  EXPECT_EQ(plain_value({{"type", "formula"}, {"formula", {{"type", "string"}, {"string", "x"}}}}), json::value("x"));
  EXPECT_EQ(plain_value({{"type", "unique_id"}, {"unique_id", {{"prefix", "T"}, {"number", 7}}}}), json::value("T-7"));
  EXPECT_EQ(plain_value({{"type", "rollup"}, {"rollup", {{"type", "array"}, {"array", {{{"type", "number"}, {"number", 1}}}}}}}), json::value(json::array{1}));
  EXPECT_EQ(plain_value({{"type", "people"}, {"people", {{{"id", "u1"}}}}}), json::value(json::array{"u1"}));
  EXPECT_EQ(plain_value({{"type", "something_new"}, {"something_new", 1}}), json::value(1));
  EXPECT_EQ(plain_value({}), json::value(nullptr));
}

TEST(Value, equal_values_are_equal_texts) {
  const auto date = [](const char* start) { return canonical({{"type", "date"}, {"date", {{"start", start}}}}); };
  EXPECT_EQ(date("2026-11-30T10:00:00Z"), date("2026-11-30T11:00:00.000+01:00"));
  EXPECT_NE(date("2026-11-30T10:00:00Z"), date("2026-11-30T10:00:01Z"));
  const auto options = [](json::array names) { return canonical({{"type", "multi_select"}, {"multi_select", std::move(names)}}); };
  EXPECT_EQ(options({{{"name", "a"}}, {{"name", "b"}}}), options({{{"name", "b"}, {"color", "red"}}, {{"name", "a"}}}));
  EXPECT_EQ(canonical({{"type", "number"}, {"number", 1}}), canonical({{"type", "number"}, {"number", 1.0}}));
  EXPECT_EQ(canonical({{"type", "rich_text"}, {"rich_text", json::array()}}), canonical({{"type", "select"}, {"select", nullptr}}));
}

}  // namespace
}  // namespace notion_database

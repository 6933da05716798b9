#include "identifier.hpp"

#include "legacy.hpp"

#include <gtest/gtest.h>

namespace chitty::id {
namespace {

TEST(Identifier, parses_with_and_without_the_prefix_and_gives_itself_back) {
  for (const char* text : {"03-1-USA-4448-P-2609-0-88", "did:chitty:03-1-USA-4448-P-2609-0-88"}) {
    const auto identifier = parse_identifier(text);
    ASSERT_TRUE(identifier) << text;
    EXPECT_EQ(identifier->text(), "03-1-USA-4448-P-2609-0-88");
    EXPECT_EQ(identifier->did(), "did:chitty:03-1-USA-4448-P-2609-0-88");
    EXPECT_EQ(identifier->sequence_key(), "1-USA-P-2609-0");
    EXPECT_TRUE(check_identifier(*identifier));
  }
}

TEST(Identifier, an_unfinished_one_gets_its_check_digits) {
  Identifier identifier;
  identifier.sequence = "0001", identifier.month = "2610";
  EXPECT_EQ(identifier.text(), "03-1-USA-0001-P-2610-0-05");
}

struct Malformed {
  const char* text;
  const char* field;
};
class Parts : public testing::TestWithParam<Malformed> {};

TEST_P(Parts, names_the_part_that_is_wrong) {
  const auto identifier = parse_identifier(GetParam().text);
  ASSERT_FALSE(identifier);
  EXPECT_EQ(identifier.error().code, Code::invalid_argument);
  EXPECT_EQ(identifier.error().details.at("field").as_string(), GetParam().field);
  EXPECT_NE(identifier.error().message.find(GetParam().field), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    each, Parts,
    testing::Values(Malformed{"06-1-USA-4448-P-2609-0-88", "version"}, Malformed{"3-1-USA-4448-P-2609-0-88", "version"},
                    Malformed{"03-Z-USA-4448-P-2609-0-88", "region"}, Malformed{"03-1-usa-4448-P-2609-0-88", "jurisdiction"},
                    Malformed{"03-1-US-4448-P-2609-0-88", "jurisdiction"}, Malformed{"03-1-USA-444-P-2609-0-88", "sequential"},
                    Malformed{"03-1-USA-0000-P-2609-0-88", "sequential"}, Malformed{"03-1-USA-4448-X-2609-0-88", "entityType"},
                    Malformed{"03-1-USA-4448-P-2613-0-88", "yearMonth"}, Malformed{"03-1-USA-4448-P-26091-0-88", "yearMonth"},
                    Malformed{"03-1-USA-4448-P-2609-6-88", "trustLevel"}, Malformed{"03-1-USA-4448-P-2609-0-8", "checksum"},
                    Malformed{"03-0-USA-4448-P-2609-0-88", "region"}, Malformed{"03-1-ERR-4448-P-2609-0-88", "jurisdiction"},
                    Malformed{"hello", ""}, Malformed{"did:chitty:", ""}, Malformed{"", ""}));

TEST(Identifier, a_wrong_checksum_is_told_with_the_right_one) {
  const auto checked = check_identifier(*parse_identifier("03-1-USA-1234-P-2601-3-42"));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, Code::refused);
  EXPECT_EQ(checked.error().details.at("expected").as_string(), "86");
}

TEST(Identifier, an_error_identifier_says_why_it_was_made) {
  EXPECT_EQ(error_reason(*parse_identifier("03-0-ERR-0001-P-2609-0-24")), "MINT_UNAVAILABLE");
  EXPECT_EQ(error_reason(*parse_identifier("03-1-USA-4448-P-2609-0-88")), "");
}

class Legacy : public testing::TestWithParam<std::pair<const char*, const char*>> {};
TEST_P(Legacy, shape_is_recognised) {
  const auto* shape = legacy_shape(GetParam().first);
  ASSERT_TRUE(shape);
  EXPECT_STREQ(shape->name, GetParam().second);
}
INSTANTIATE_TEST_SUITE_P(
    shapes, Legacy,
    testing::Values(std::pair{"did:chitty:01-C-ACT-1234-P-2411-5-A", "lifecycle spec"},
                    std::pair{"01-C-INF-0177-I-2510-7-23", "lifecycle spec with check digits"},
                    std::pair{"01-C-ACT-4829-PEO-Q5-7-0", "typed lifecycle spec"}, std::pair{"02-C-DOC-1234-I-2B-7-A", "namespace"},
                    std::pair{"01-A-ABC-12X4-P-24B1-C-7", "letter region"},
                    std::pair{"03-1-USA-4448-P-202609-0-88", "six-digit date"},
                    std::pair{"CP-1-USA-1234-N-2511-B-42", "vertical prefix"}, std::pair{"did:chitty:REG-XE66D7", "registration"},
                    std::pair{"01-C-CERT-12AB-1-2510-P-7X", "certificate"}, std::pair{"CHITTY-AB12-CD34", "certificate name"}));

TEST(LegacyShape, neither_todays_form_nor_nonsense_is_legacy) {
  for (const char* text : {"03-1-USA-4448-P-2609-0-88", "03-1-USA-4448-P-2609-0-00", "03-1-usa-4448-P-2609-0-88", "hello",
                           "REG-", "01-C-ACT-1234-P-2411-5-AA", "01-X-ACT-1234-P-2411-5-", ""})
    EXPECT_FALSE(legacy_shape(text)) << text;
}

}  // namespace
}  // namespace chitty::id

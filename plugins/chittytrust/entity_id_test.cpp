#include "entity_id.hpp"

#include <gtest/gtest.h>

namespace chittytrust {
namespace {

TEST(EntityId, a_chitty_id_gets_its_prefix) {
  EXPECT_EQ(entity_of("03-1-USA-0001-P-2611-0-92").value(), "did:chitty:03-1-USA-0001-P-2611-0-92");
  EXPECT_EQ(entity_of("did:chitty:01-C-ACT-1234-P-2411-5-A").value(), "did:chitty:01-C-ACT-1234-P-2411-5-A") << "an old one";
  EXPECT_EQ(entity_of("owner").value(), "owner");
  EXPECT_EQ(entity_of("service:billing").value(), "service:billing");
}

TEST(EntityId, what_no_entity_is_called_is_refused) {
  for (const auto* text : {"", " ", "a b", "@mint", "@escrow", "did:chitty:", "-x", "a/b", "a\nb", "<script>", "\xc3\xa9", "a\"b"}) {
    const auto entity = entity_of(text);
    ASSERT_FALSE(entity) << text;
    EXPECT_EQ(entity.error().message, "invalid entity '" + std::string(text) + "'");
  }
  EXPECT_FALSE(entity_of(std::string(129, 'a')));
  EXPECT_TRUE(entity_of(std::string(128, 'a')));
}

TEST(EntityId, the_shape_of_a_chitty_id_is_known) {
  EXPECT_TRUE(is_chitty_id("did:chitty:03-1-USA-A00Z-P-2611-0-92"));
  for (const auto* text : {"owner", "03-1-USA-0001-P-2611-0", "xx-1-USA-0001-P-2611-0-92", "03-1-USA-0001-P-2611-0-923", "03-1-USA-00:1-P-2611-0-92", ""}) EXPECT_FALSE(is_chitty_id(text)) << text;
}

}  // namespace
}  // namespace chittytrust

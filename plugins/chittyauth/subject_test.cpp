#include "subject.hpp"

#include <gtest/gtest.h>

namespace chitty::auth {
namespace {

TEST(Subject, a_chittyid_is_one_with_and_without_its_prefix) {
  EXPECT_EQ(subject_of("03-1-USA-4448-P-2609-0-88"), "did:chitty:03-1-USA-4448-P-2609-0-88");
  EXPECT_EQ(subject_of("did:chitty:03-1-USA-4448-P-2609-0-88"), "did:chitty:03-1-USA-4448-P-2609-0-88");
  EXPECT_EQ(chitty_id_of("did:chitty:03-1-USA-4448-P-2609-0-88"), "03-1-USA-4448-P-2609-0-88");
}

TEST(Subject, services_and_the_owner_are_called_as_they_are) {
  for (const auto* name : {"owner", "service:chittyconnect"}) {
    EXPECT_EQ(subject_of(name), name);
    EXPECT_EQ(chitty_id_of(name), name);
  }
}

TEST(Subject, a_services_name_is_no_path_and_no_pattern) {
  EXPECT_TRUE(is_service_name("chittyid"));
  EXPECT_TRUE(is_service_name("board-2"));
  for (const auto* wrong : {"", "../chittyid", "chitty id", "Chittyid", "a/b", "*", "%2e", "x'; --"})
    EXPECT_FALSE(is_service_name(wrong)) << wrong;
  EXPECT_FALSE(is_service_name(std::string(65, 'a')));
}

TEST(Subject, what_can_be_nobody_is_none) {
  for (const auto* nobody : {"", "../../etc/passwd", "'; DROP TABLE auth_tokens; --", "a b", "a\nb", "%2e", "\xff"})
    EXPECT_FALSE(subject_of(nobody)) << nobody;
  EXPECT_FALSE(subject_of(std::string(129, 'a')));
}

}  // namespace
}  // namespace chitty::auth

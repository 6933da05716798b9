#include "user_code.hpp"

#include <gtest/gtest.h>

namespace chitty::auth {
namespace {

TEST(UserCode, is_taken_as_people_type_it) {
  EXPECT_EQ(normal_user_code("WDJB-MJHT"), "WDJBMJHT");
  EXPECT_EQ(normal_user_code(" wdjb mjht "), "WDJBMJHT");
  for (const char* none : {"", "WDJB", "WDJB-MJH", "WDJB-MJHTX", "WDJB-MJHA", "WDJB-MJH0", "WDJB-MJH\n", "WDJBMJH'"})
    EXPECT_EQ(normal_user_code(none), "") << none;
  EXPECT_EQ(normal_user_code(std::string(5000, 'B')), "");
}

}  // namespace
}  // namespace chitty::auth

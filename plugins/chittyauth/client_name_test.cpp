#include "client_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chitty::auth {
namespace {

TEST(ClientName, is_a_line_that_a_person_can_read) {
  std::string eighty;
  for (int i = 0; i < 80; ++i) eighty += "\xc3\xa4";
  for (const auto& good :
       {std::string(), std::string("A <tool> & \"more\""), std::string("\xe5\xb7\xa5\xe5\x85\xb7"),
        std::string("\xd7\x9b\xd7\x9c\xd7\x99"), std::string("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac"), eighty})
    EXPECT_TRUE(check_client_name(good)) << good;
}

TEST(ClientName, hides_nothing_and_turns_nothing) {
  std::string long_one;
  for (int i = 0; i < 81; ++i) long_one += "\xc3\xa4";
  const std::pair<std::string, const char*> wrong[] = {{long_one, "at most 80"},
                                                       {"a\nb", "one line"},
                                                       {"a\rb", "one line"},
                                                       {std::string("a\0b", 3), "one line"},
                                                       {"a\x7f", "one line"},
                                                       {"a\xc2\x9b", "one line"},  // CSI
                                                       {"a\xe2\x80\xa8"
                                                        "b",
                                                        "one line"},  // a line separator
                                                       {"\xe2\x80\xae"
                                                        "kcab",
                                                        "direction"},
                                                       {"a\xe2\x81\xa6"
                                                        "b",
                                                        "direction"},
                                                       {"a\xe2\x80\x8f", "direction"},
                                                       {"a\xd8\x9c", "direction"},
                                                       {"Chit\xe2\x80\x8bty", "nobody sees"},
                                                       {"\xef\xbb\xbf"
                                                        "Chitty",
                                                        "nobody sees"},
                                                       {"a\xf3\xa0\x81\xa1", "nobody sees"},
                                                       {"   ", "blanks"},
                                                       {"\xe2\x80\x83\xc2\xa0", "blanks"},
                                                       {"a\xff", "UTF-8"}};
  for (const auto& [name, words] : wrong) {
    const auto checked = check_client_name(name);
    ASSERT_FALSE(checked) << name;
    EXPECT_NE(checked.error().message.find(words), std::string::npos) << checked.error().message;
  }
}

}  // namespace
}  // namespace chitty::auth

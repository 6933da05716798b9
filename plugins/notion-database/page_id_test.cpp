#include "page_id.hpp"

#include <gtest/gtest.h>

namespace notion_database {
namespace {

constexpr const char* id = "59833787-2cf9-4fdf-8782-e53db20768a5";

TEST(PageId, an_id_an_address_and_what_stands_beside_a_list) {
  for (const char* given : {id, "598337872cf94fdf8782e53db20768a5", "598337872CF94FDF8782E53DB20768A5", "https://www.notion.so/ws/Hearing-598337872cf94fdf8782e53db20768a5",
                            "https://www.notion.so/Hearing-598337872cf94fdf8782e53db20768a5?pvs=4#248104cd477e80afbc30000bd28de8f9",
                            "https://www.notion.so/248104cd477e80afbc30000bd28de8f9?v=1&p=598337872cf94fdf8782e53db20768a5&pm=s"})
    EXPECT_EQ(page_id(given).value(), id) << given;
}

TEST(PageId, what_has_none_is_refused) {
  for (const char* given : {"", "Hearing", "598337872cf94fdf8782e53db20768a", "../users", "https://www.notion.so/"}) {
    const auto refused = page_id(given);
    ASSERT_FALSE(refused) << given;
    EXPECT_EQ(refused.error().code, chitty::Code::invalid_argument);
  }
}

}  // namespace
}  // namespace notion_database

#include "base/exit_code.hpp"

#include <gtest/gtest.h>

namespace chitty::host {

TEST(ExitCode, IsTheDocumentedTable) {
  const std::pair<Code, int> table[] = {
      {Code::invalid_argument, 2}, {Code::configuration, 3}, {Code::unauthenticated, 4}, {Code::permission_denied, 4}, {Code::not_found, 5}, {Code::conflict, 6}, {Code::unreachable, 7}, {Code::timeout, 7}, {Code::refused, 1}, {Code::rate_limited, 1}, {Code::malformed, 1}, {Code::plugin_fault, 8}, {Code::host_fault, 8}, {Code::not_supported, 8}, {Code::cancelled, 130}};
  for (const auto& [code, number] : table) EXPECT_EQ(exit_code(make_error(code, "x")), number) << static_cast<int>(code);
}

TEST(ExitCode, AnUnknownCodeCountsAsItsClass) {
  EXPECT_EQ(exit_code(make_error(static_cast<Code>(477), "x")), 5);
  EXPECT_EQ(exit_code(make_error(static_cast<Code>(12345), "x")), 8);
}

}  // namespace chitty::host

#include <gtest/gtest.h>

#include <chitty/status.hpp>

namespace chitty {
namespace {

TEST(Status, IsACode) {
  const std::pair<int, Code> table[] = {
      {400, Code::refused}, {401, Code::unauthenticated}, {402, Code::refused}, {403, Code::permission_denied}, {404, Code::not_found}, {405, Code::refused}, {408, Code::timeout}, {409, Code::conflict}, {410, Code::not_found}, {412, Code::conflict}, {413, Code::refused}, {415, Code::refused}, {422, Code::refused}, {429, Code::rate_limited}, {500, Code::malformed}, {501, Code::malformed}, {502, Code::unreachable}, {503, Code::unreachable}, {504, Code::unreachable}, {507, Code::malformed}};
  for (const auto& [status, code] : table) EXPECT_EQ(code_of_status(status), code) << status;
}

TEST(Status, IsMadeOfACode) {
  const std::pair<Code, int> table[] = {
      {Code::invalid_argument, 400}, {Code::configuration, 503}, {Code::unauthenticated, 401}, {Code::permission_denied, 403}, {Code::not_found, 404}, {Code::conflict, 409}, {Code::unreachable, 503}, {Code::timeout, 503}, {Code::refused, 422}, {Code::rate_limited, 429}, {Code::malformed, 502}, {Code::plugin_fault, 500}, {Code::host_fault, 500}, {Code::not_supported, 501}, {Code::cancelled, 503}};
  for (const auto& [code, status] : table) EXPECT_EQ(status_of_code(code), status) << static_cast<int>(code);
  EXPECT_EQ(status_of_code(static_cast<Code>(477)), 404);  // newer than the header: its class
  EXPECT_EQ(status_of_code(static_cast<Code>(12345)), 500);
}

// Nobody is told that it is their fault when it is not, however many services a failure passes through; 408 alone
// crosses over: a service that was too slow in asking is no fault of whoever asked it.
TEST(Status, KeepsItsSide) {
  for (int status = 400; status < 600; ++status) {
    const int again = status_of_code(code_of_status(status));
    EXPECT_EQ(again / 100, status == 408 ? 5 : status / 100) << status;
  }
}

// What a service says no to is never told as a wrong command line (exit code 2), for which nothing is sent.
TEST(Status, IsNeverUsage) {
  for (int status = 400; status < 600; ++status) EXPECT_NE(make_error(code_of_status(status), "x").kind(), Kind::invalid_argument) << status;
}

}  // namespace
}  // namespace chitty

#include "plugin/status.hpp"

#include <gmock/gmock.h>

namespace chitty::host {
namespace {

using ::testing::HasSubstr;

Error told(chitty_status status, const std::string& message, const std::string& hint = {}) {
  abi::ErrorSlot slot;
  if (!message.empty()) abi::fill(slot.get(), make_error(static_cast<Code>(status), message, hint));
  return error_of(status, slot, "The plugin 'acme' failed in 'acme list'");
}

TEST(Status, ABI_08_AnUnknownCodeBecomesItsClass) {
  EXPECT_EQ(known_code(CHITTY_CONFLICT), Code::conflict);
  EXPECT_EQ(known_code(499), Code::not_found);
  EXPECT_EQ(known_code(399), Code::unauthenticated);
  EXPECT_EQ(known_code(699), Code::unreachable);
  EXPECT_EQ(known_code(999), Code::cancelled);
  for (const chitty_status status : {1, 99, 1000, 123456, -7, INT32_MIN, INT32_MAX})
    EXPECT_EQ(known_code(status), Code::plugin_fault) << status;
}

TEST(Status, ABI_17_ThePluginsWordsAreKept) {
  const auto error = told(CHITTY_NOT_FOUND, "There is no such thing.", "Look elsewhere.");
  EXPECT_EQ(error.code, Code::not_found);
  EXPECT_EQ(error.message, "There is no such thing.");
  EXPECT_EQ(error.hint, "Look elsewhere.");
}

TEST(Status, WithoutWordsThePluginIsNamed) {
  const auto error = told(CHITTY_NOT_FOUND, "");
  EXPECT_EQ(error.code, Code::not_found);
  EXPECT_EQ(error.message, "The plugin 'acme' failed in 'acme list' without saying why (code 400).");
}

TEST(Status, ABI_14_WordsThatAreNotUtf8AreNotShown) {
  const auto error = told(CHITTY_CONFLICT, "bad \xff words", "bad \xff hint");
  EXPECT_THAT(error.message, HasSubstr("not UTF-8"));
  EXPECT_EQ(error.hint.find('\xff'), std::string::npos);
  EXPECT_EQ(said({"\xff", 1}), "?");
  EXPECT_EQ(said({nullptr, 5}), "");
}

}  // namespace
}  // namespace chitty::host

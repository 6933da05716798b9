// Each option of every command is a variable, checked as the option is, documented in the manual.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "cli/arguments.hpp"

namespace chitty::host {
namespace {

using Set = std::map<std::string, std::string>;

Result<GlobalOptions> with(const Set& set, GlobalOptions global = {}) {
  auto taken = take_variables(global, [&](const std::string& name) {
    const auto found = set.find(name);
    return found == set.end() ? std::nullopt : std::optional(found->second);
  });
  if (!taken) return taken.error();
  return global;
}

TEST(GlobalVariables, EachIsTheOptionOfItsName) {
  const auto global = with({{"CHITTY_REMOTE", "r"}, {"CHITTY_OUTPUT", "json"}, {"CHITTY_JQ", ".id"}, {"CHITTY_TIMEOUT", "2s"}, {"CHITTY_DRY_RUN", "1"}, {"CHITTY_YES", "yes"}, {"CHITTY_INSECURE", "1"}, {"CHITTY_QUIET", "true"}, {"CHITTY_VERBOSE", "on"}, {"CHITTY_TRACE", "1"}, {"CHITTY_NO_COLOR", "1"}})
                          .value();
  EXPECT_EQ(global.remote + global.output + global.jq, "rjson.id");
  EXPECT_EQ(global.timeout, std::chrono::seconds(2));
  EXPECT_TRUE(global.dry_run && global.yes && global.insecure && global.quiet && global.verbose && global.trace && global.no_color);
  EXPECT_FALSE(global.help || global.version);
}

TEST(GlobalVariables, TheLineCountsBeforeThem) {
  GlobalOptions line;
  line.output = "yaml";
  line.timeout = std::chrono::seconds(5);
  const auto global = with({{"CHITTY_OUTPUT", "json"}, {"CHITTY_TIMEOUT", "2s"}}, line).value();
  EXPECT_EQ(global.output, "yaml");
  EXPECT_EQ(global.timeout, std::chrono::seconds(5));
}

TEST(GlobalVariables, EmptyIsUnsetAndNoIsNo) {
  const auto global = with({{"CHITTY_YES", ""}, {"CHITTY_DRY_RUN", "0"}, {"CHITTY_TIMEOUT", ""}}).value();
  EXPECT_FALSE(global.yes || global.dry_run || global.timeout);
}

TEST(GlobalVariables, AWrongOneIsNamed) {
  for (const auto* name : {"CHITTY_TIMEOUT", "CHITTY_YES", "CHITTY_DRY_RUN"}) {
    const auto refused = with({{name, "perhaps"}});
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, Code::invalid_argument);
    EXPECT_NE((refused.error().message + refused.error().hint).find(name), std::string::npos) << refused.error().message;
  }
}

TEST(GlobalVariables, EachIsInTheManual) {
  std::ostringstream manual;
  manual << std::ifstream(CHITTY_MANUAL).rdbuf();
  for (const auto& option : global_arguments()) {
    const auto name = variable_of(option);
    EXPECT_NE(manual.str().find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace chitty::host

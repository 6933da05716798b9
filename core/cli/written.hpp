// Arguments and options already typed behind a command's words.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

inline bool is_flag(const Argument& option) { return option.type == ArgumentType::boolean; }

// What stands behind a command's words already, before the one under the cursor.
struct Written {
  std::set<std::string> options;       // by their names
  std::size_t words = 0;               // positional
  const Argument* awaiting = nullptr;  // the last option, when its value comes next
  bool ended = false;                  // "--" was there
};
Written read_rest(const Command& command, const std::vector<std::string>& rest);

// The command's option that a token names: "--entity", "--entity=PERSON", "-e". Null when it names none.
const Argument* own_option(const Command& command, std::string_view token);

}  // namespace chitty::host

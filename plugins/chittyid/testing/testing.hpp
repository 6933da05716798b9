// What the tests of commands and routes have in common beyond the testkit.
#pragma once

#include <chitty/testkit/command_test.hpp>
#include <chitty/testkit/service_test.hpp>

#include <sstream>

namespace chitty::id::testing {

using namespace chitty::testkit;

// The objects of an NDJSON text.
inline std::vector<json::object> lines_of(const std::string& text) {
  std::vector<json::object> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line).as_object());
  return lines;
}

}  // namespace chitty::id::testing

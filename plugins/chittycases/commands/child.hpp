// A program of this plugin, run in a child with limits (chitty.child/1).
#pragma once

#include <chitty/host.hpp>

namespace chittycases::commands {

struct ChildEnd {
  std::string output;
  bool cut = false;      // there was more output than is kept
  std::string failed{};  // why it did not end well, as a person is told; empty if it did
};

// `input` is what it reads. Errors are those of the host: cancelled, or it cannot be run at all.
chitty::Result<ChildEnd> run_program(chitty::Host& host, std::string_view name, std::string_view program, const std::string& input);

}  // namespace chittycases::commands

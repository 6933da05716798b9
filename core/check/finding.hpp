// What a check found: one row for a person.
#pragma once

#include <string>

namespace chitty::host {

struct Finding {
  enum class State {
    pass,
    fail,
    skipped
  };
  std::string rule;   // "ABI-19", as in plugin.h
  std::string check;  // what was looked at: "libraries"
  State state = State::pass;
  std::string sentence;  // what is so
  std::string hint;      // what to do about it; only of a failed one
};

}  // namespace chitty::host

// What a handler is tried with: proper arguments first, then everything that a host would have to keep from it.
#pragma once

#include <string>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

struct Input {
  std::string name;  // "no arguments"
  std::string text;
  bool is_json = true;
};

std::vector<Input> inputs_of(const Command& command);  // JSON texts of arguments, some of them wrong
std::vector<Input> bodies();                           // of requests

}  // namespace chitty::host

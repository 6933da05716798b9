// The demonstration personas of score.chitty.cc, as requests of POST /api/trust/calculate.
#pragma once

#include <string_view>

namespace chittytrust {

struct Persona {
  std::string_view id, description, text;  // text: {"entity":{…},"events":[…]}
};

// Null where there is none of that name.
const Persona* find_persona(std::string_view id);

}  // namespace chittytrust

// Extracts the message of an error reply, whichever envelope it uses (wire reference 1.5): JSON of several shapes, HTML,
// text.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host {

struct Envelope {
  std::string words;       // for a person, one line without control characters; empty when it says nothing
  std::string code;        // for a program: "NOT_FOUND"; empty when there is none
  std::string scope;       // the scope that was missing
  std::string hint;        // what to do about it, as `words`
  std::string request_id;  // to quote when asking for help
};

Envelope read_envelope(std::string_view content_type, std::string_view body);

}  // namespace chitty::host

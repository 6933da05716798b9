// Text from elsewhere, made harmless for a terminal: no escape sequence acts, no bidirectional override hides, and what
// leaves is UTF-8 always.
#pragma once

#include <string>
#include <string_view>

namespace chitty::host {

enum class Controls {
  keep,   // only invalid UTF-8 is mended, each bad byte to U+FFFD; for files and pipes
  lines,  // new lines and tabs stay, other control characters become their pictures (ESC: U+241B)
  cell,   // one line: new lines and tabs become spaces too
};

void append_harmless(std::string& out, std::string_view text, Controls controls);
std::string harmless(std::string_view text, Controls controls);

// The same for bytes that come in pieces, where a character may be cut in two.
class Scrubber {
 public:
  void append(std::string& out, std::string_view piece);
  void finish(std::string& out);

 private:
  std::string tail_;  // the beginning of a character
};

// True for what a terminal acts upon or hides behind: C0, DEL, C1, bidirectional embeddings, overrides and isolates.
bool acts_on_terminal(char32_t character);

}  // namespace chitty::host

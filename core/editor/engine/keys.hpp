// Characters as the person types them: bytes of standard input to characters, until the call is to stop.
#pragma once

#include "base/cancel.hpp"

#include <cstddef>

namespace chitty::host {

class Keys {
 public:
  void begin(const CancelToken& cancel) { cancel_ = &cancel; }

  // 1 and a character; 0 at the end of the input; -1 when the call is to stop. What is not UTF-8 is left out.
  int next(wchar_t* character);

 private:
  int byte(unsigned char* to);

  const CancelToken* cancel_ = nullptr;
};

}  // namespace chitty::host

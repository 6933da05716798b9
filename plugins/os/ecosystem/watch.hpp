// What has changed from one look to the next, and who changes all the time.
#pragma once

#include <chitty/host.hpp>

#include <deque>
#include <map>
#include <string>

namespace os {

class Watch {
 public:
  // The rows of this look that say something else than those of the look before, each with `at`; all of the first one. A row that was there
  // and is not any more comes once more, as "gone". One whose status changed three times within the last ten looks is "flapping".
  chitty::json::array since(const chitty::json::array& rows, std::int64_t now_ms);

 private:
  struct Seen {
    std::string told;                // status and problem, as they were shown last
    std::deque<std::string> states;  // of the last looks
    bool gone = false;
  };
  std::map<std::string, Seen> seen_;
};

}  // namespace os

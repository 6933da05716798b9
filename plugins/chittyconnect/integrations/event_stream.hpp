// Server-sent events, read from pieces of any size (WHATWG HTML, 9.2).
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace chittyconnect::integrations {

class EventStream {
 public:
  // Calls `take` with the data of each event that is whole; false from it ends the reading.
  bool feed(std::string_view piece, const std::function<bool(std::string_view data)>& take);

 private:
  bool line(std::string_view text, const std::function<bool(std::string_view data)>& take);

  std::string line_, data_;
  bool has_data_ = false, after_return_ = false, begun_ = false;
};

}  // namespace chittyconnect::integrations

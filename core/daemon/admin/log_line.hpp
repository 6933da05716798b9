// A line of the daemon's logs as a record, and whether it is wanted.
#pragma once

#include <chitty/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct LogFilter {
  std::string service, words;
  bool errors = false;  // only what went wrong: warnings, errors, answers from 400 on

  bool wants(const json::object& record) const;
};

// {"time","kind":"request","service","method","path","status","durationMs","caller","id","daemon","seq"}; nothing: it is none.
std::optional<json::object> request_record(std::string_view line);

// {"time","kind":"log","service","level","message"} of `TIME LEVEL [PID] TEXT`; the service is that which the text begins with, else chittyd.
std::optional<json::object> log_record(std::string_view line);

// Sees what is missing between two lines of one daemon.
class GapWatch {
 public:
  // How many lines are missing before this one.
  std::int64_t lost_before(const json::object& record);

 private:
  std::map<std::string, std::int64_t, std::less<>> last_;  // by daemon
};

}  // namespace chitty::host::daemon

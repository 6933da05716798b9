// One line of JSON for each request: who, what, how it ended, how long. No query, no header, no secret.
#pragma once

#include "daemon/watch/rotating_file.hpp"

#include <chitty/error.hpp>

#include <mutex>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct AccessEntry {
  std::int64_t time_ms = 0;
  std::string_view request_id, method, path, service, route, caller, peer;
  std::string_view led_by;  // the id of the route that led it elsewhere (forward/); empty: none did
  bool stream = false;      // it took as long as somebody wanted: no figure for how fast anything is
  int status = 0;
  std::uint64_t bytes_in = 0, bytes_out = 0, microseconds = 0;
};

class AccessLog {
 public:
  explicit AccessLog(const std::filesystem::path& file);
  ~AccessLog() { flush(); }
  void add(const AccessEntry& entry);  // [any-thread] kept in memory until 64 KiB are there
  void flush();                        // [any-thread] called a few times a second

 private:
  std::mutex mutex_;       // for the lines
  std::mutex file_mutex_;  // for the file, so that a slow disk does not hold a request up
  std::string lines_;
  std::string daemon_;        // this process among those that write there, random: with a number that begins anew in each
  std::uint64_t number_ = 0;  // of the newest line: whoever follows sees that none is missing
  std::string second_text_;
  std::int64_t second_ = -1;
  RotatingFile file_;
};

}  // namespace chitty::host::daemon

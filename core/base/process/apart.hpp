// A program of ours in a process of its own, so that whatever ends it ends nothing else: `chitty_run.apart` (plugin.h). Somebody
// else's program is confined/program.hpp's.
#pragma once

#include <chitty/error.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"

namespace chitty::host {

struct ApartOrder {
  std::string program;                   // a path
  std::vector<std::string> words;        // with its own name first
  std::vector<std::string> environment;  // "NAME=value", all of it
  std::string_view input{};
  std::chrono::milliseconds time = std::chrono::milliseconds::max();
  std::size_t output = 1u << 20;                              // bytes kept of its standard output, and given of its standard error
  std::chrono::milliseconds grace = std::chrono::seconds(2);  // from SIGTERM to SIGKILL
};

struct ApartEnd {
  enum class How { exited,
                   signal,
                   time,
                   stopped };
  How how = How::exited;
  int exit_code = 0, signal = 0;  // how the process itself ended, whatever was asked of it
  std::chrono::milliseconds took{0};
  std::string output;
  std::uint64_t output_bytes = 0;  // all of it
};

class ApartWorkers;

// In a session and process group of its own, without a terminal and without our open files; it ends with this thread's process.
// `line` gets each line of its standard error as it comes, without its end; `stop` is asked every few milliseconds. Either may be
// empty. Several threads at once. CANCELLED and TIMEOUT by `cancel`; HOST_FAULT in the system's words. Whatever happens, its group is
// ended and its process reaped; of `workers` (apart_workers.hpp; null: none) one may run it that has run others and stays for more.
Result<ApartEnd> run_apart(const ApartOrder& order, const std::function<void(std::string_view)>& line, const std::function<bool()>& stop,
                           const CancelToken& cancel, ApartWorkers* workers = nullptr);

}  // namespace chitty::host

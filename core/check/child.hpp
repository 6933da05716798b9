// One test of a plugin in a process of its own: it may crash, hang or end itself, and only says so.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "check/notes.hpp"
#include "check/tracer.hpp"

namespace chitty::host {

struct ChildEnd {
  enum class How {
    done,
    too_slow,
    crashed,
    ended_itself,
    not_started
  };
  How how = How::done;
  int signal = 0;       // crashed
  bool traced = false;  // the tracer saw system calls
};

// Fork, run `work` under the tracer with no terminal and with standard streams that lead nowhere, and wait for at most
// `limit`. To be called while this process has one thread.
ChildEnd run_in_child(Notes& notes, std::chrono::milliseconds limit, const std::function<void(Tracer&)>& work);

}  // namespace chitty::host

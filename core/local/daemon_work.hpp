// One piece of the owner's work on the database (core/daemon/admin), in a chittyd of its own that ends with it: whether the daemon runs
// or not. Its standard input is this process's.
#pragma once

#include "base/paths.hpp"

#include <chitty/error.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace chitty::host {

// What it tells while it works. A failure of the first two ends it, and is the work's.
struct WorkListener {
  std::function<Result<void>(std::string_view bytes)> data;
  std::function<Result<void>(std::string_view json)> record;
  std::function<void(std::string_view line)> note;
  std::function<void(std::uint64_t done, std::uint64_t total, std::string_view label)> progress;
  std::function<bool()> cancelled;
};

// The result, or the error as chittyd tells it. CANCELLED: the work has been told to end, and has. HOST_FAULT: it ended without a word.
Result<boost::json::object> run_daemon_work(const Paths& paths, const boost::json::object& order, const WorkListener& listener);

}  // namespace chitty::host

// What work of several steps has done, on the disk before the next step begins: whoever is killed between any two goes on there.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace os {

namespace json = boost::json;

// $XDG_STATE_HOME/chitty, or ~/.local/state/chitty; without a slash at its end.
std::string state_folder();

// One of each name in the folder, "NAME.journal": a line of JSON for each entry, readable by the owner alone.
class Journal {
 public:
  // What is there; a last line that was cut off counts for nothing. CONFIGURATION: it cannot be read.
  static chitty::Result<Journal> open(const std::string& name);

  const std::vector<json::object>& entries() const { return entries_; }

  // Was the work brought to its end, or is there none? An entry {"step":"end"} is an end.
  bool at_rest() const;

  // In place of what was there, in one step.
  chitty::Result<void> begin(json::object first);

  // On the disk when it returns.
  chitty::Result<void> add(json::object entry);

  const std::string& path() const { return path_; }

 private:
  explicit Journal(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::vector<json::object> entries_;
  std::size_t whole_ = 0;  // bytes of whole lines
};

// One at a time of all work that has a journal. CONFLICT while another process has it; let go at its end, however that comes.
class RunLock {
 public:
  static chitty::Result<RunLock> take();
  RunLock(RunLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

 private:
  explicit RunLock(int file) : file_(file) {}
  int file_;
};

}  // namespace os

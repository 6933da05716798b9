// What else a command may meet: the person's browser, and other commands. Scripted as replies are: each is used once,
// in order, and one that was never asked for is a complaint.
#ifndef CHITTY_TESTKIT_PERSON_HPP
#define CHITTY_TESTKIT_PERSON_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chitty::testkit {

// One visit of the person's browser.
class ScriptedVisit {
 public:
  explicit ScriptedVisit(std::string path) : path_(std::move(path)) {}

  void brings(json::object query) {
    query_ = [query = std::move(query)](const std::string&) { return query; };
  }
  // What it brings depends on the address that the browser was sent to last, as a `state` does.
  void brings(std::function<json::object(const std::string& opened)> query) { query_ = std::move(query); }
  void fails(Code code, std::string message) { failure_ = make_error(code, std::move(message)); }

  const std::string& path() const { return path_; }
  json::object query(const std::string& opened) const { return query_ ? query_(opened) : json::object(); }
  const std::optional<Error>& failure() const { return failure_; }

  bool used = false;

 private:
  std::string path_;
  std::function<json::object(const std::string&)> query_;
  std::optional<Error> failure_;
};

class Visits {
 public:
  // The visit of this path: on("/callback"). Say then what it brings.
  ScriptedVisit& on(std::string path) { return all_.emplace_back(std::move(path)); }

  const ScriptedVisit* take(const std::string& path) {
    for (auto& visit : all_)
      if (!visit.used && visit.path() == path) return visit.used = true, &visit;
    return nullptr;
  }
  std::vector<std::string> unused() const {
    std::vector<std::string> paths;
    for (const auto& visit : all_)
      if (!visit.used) paths.push_back(visit.path());
    return paths;
  }

 private:
  std::deque<ScriptedVisit> all_;
};

// One run of another command.
class ScriptedCommand {
 public:
  explicit ScriptedCommand(std::vector<std::string> words) : words_(std::move(words)) {}

  void gives(json::array records) { records_ = std::move(records); }
  void fails(Code code, std::string message) { failure_ = make_error(code, std::move(message)); }

  const std::vector<std::string>& words() const { return words_; }
  const json::array& records() const { return records_; }
  const std::optional<Error>& failure() const { return failure_; }
  std::string name() const {
    std::string line = "chitty";
    for (const auto& word : words_) line += " " + word;
    return line;
  }

  bool used = false;

 private:
  std::vector<std::string> words_;
  json::array records_;
  std::optional<Error> failure_;
};

class Commands {
 public:
  // The words as the plugin gives them: on({"board", "add", "--title", "New"}). Say then what comes of it; without
  // words it gives no record.
  ScriptedCommand& on(std::vector<std::string> words) { return all_.emplace_back(std::move(words)); }

  const ScriptedCommand* take(const std::vector<std::string>& words) {
    for (auto& command : all_)
      if (!command.used && command.words() == words) return command.used = true, &command;
    return nullptr;
  }
  std::vector<std::string> unused() const {
    std::vector<std::string> names;
    for (const auto& command : all_)
      if (!command.used) names.push_back(command.name());
    return names;
  }

 private:
  std::deque<ScriptedCommand> all_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_PERSON_HPP

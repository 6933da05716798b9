// What else a command may meet: the person's browser, and other commands. Scripted as replies are: each is used once,
// in order, and one that was never asked for is a complaint.
#ifndef CHITTY_TESTKIT_VISITS_HPP
#define CHITTY_TESTKIT_VISITS_HPP

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

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_VISITS_HPP

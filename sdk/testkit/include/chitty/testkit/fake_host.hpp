// One call, as the plugin meets it: what is prepared before, and what came of it after.
#ifndef CHITTY_TESTKIT_FAKE_HOST_HPP
#define CHITTY_TESTKIT_FAKE_HOST_HPP

#include <boost/json/array.hpp>
#include <chitty/testkit/person.hpp>
#include <chitty/testkit/replies.hpp>
#include <chitty/testkit/scripted_store.hpp>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chitty::testkit {

struct Progress {
  std::uint64_t done = 0, total = 0;
  std::string label;
};

// A request to the plugin's service; `handler` is the route's name in the manifest.
struct Incoming {
  std::string handler, method = "GET", path = "/", body = {};
  json::object parameters = {}, query = {};
  std::map<std::string, std::string> headers = {};  // names in lower case
  std::string content_type = "application/json";
  json::object caller = {{"subject", "tester"}, {"scopes", json::array{"*"}}, {"owner", true}};
  std::string request_id = "request-1", base_url = "http://127.0.0.1:1/test";
  std::string target = "/test/", client = "127.0.0.1";
  std::string sees = {};  // "own", "public", "any"
};

// What the service answered.
struct Answer {
  int status = 0;  // 0: it never began to
  json::object headers;
  std::string body;
};

class FakeHost {
 public:
  // --- before: what the plugin will meet ---
  Replies replies;                              // of its remotes
  Visits visits;                                // of the person's browser
  bool has_browser = true;                      // false: there is none to open
  Commands commands;                            // that it may run
  std::string input;                            // standard input
  std::deque<std::string> answers;              // to questions at the terminal; none left: there is no terminal
  std::deque<std::string> messages;             // typed at the terminal, "\x03" is Ctrl-C; none left: Ctrl-D
  bool at_terminal = false;                     // false: messages come from standard input
  std::map<std::string, json::object> remotes;  // settings by remote; "" is the call's own
  std::map<std::string, json::value> config;    // by dotted key
  Replies peers;                                // what other services answer, by method and target from the daemon's root: on("GET", "/board/items")
  Replies elsewhere;                            // what addresses elsewhere answer (chitty.fetch/1), by method and whole URL
  json::object settings{};                      // of the service: a member for each that it declares, null where nothing is set
  ScriptedStore store;
  std::function<Result<void>(std::string_view line)> fits_line{};  // of the incoming body; none: any does
  // May `holder` (empty: the caller) have more of a kind? None: as many as it likes.
  std::function<Result<void>(std::string_view kind, std::uint64_t more, std::string_view holder)> quota{};
  // May the request count for so many requests more? None: for any number. `charged`: what it has counted for besides one.
  std::function<Result<void>(std::uint64_t units)> charge{};
  std::uint64_t charged = 0;
  std::optional<json::object> scopes{};  // of the services beside it; none: the host does not say
  Incoming incoming;
  bool has_request = true;                                                                           // false: the service does its own work (`tend`), and nobody asks
  std::function<Result<json::value>(const std::string& action, const json::object& options)> local;  // chitty.local/1
  // chitty_run.apart: its result, {"ended", "exitCode", "output"} and the rest where it matters; lines of standard error by `line`.
  // From the plugin's own threads when it asks on such.
  std::function<Result<json::object>(const json::object& order, const std::function<void(std::string_view)>& line, const std::function<bool()>& stop)> apart;
  std::function<Result<json::array>(const json::array& urls, std::uint64_t milliseconds)> probe;   // chitty.probe/1
  std::function<Result<json::object>(const json::object& order, std::string_view program)> child;  // chitty.child/1
  json::array plugins{};                                                                           // what is installed, as chitty.catalogue/1 writes it
  json::object builtin{};                                                                          // the host's own manifest; empty: there is none, as for services
  std::int64_t now_ms = 1767225600000;                                                             // 2026-01-01T00:00:00Z; wait() moves it, so no test has to wait
  std::uint64_t deadline_ns = UINT64_MAX;
  bool cancelled = false;
  std::function<void()> meanwhile{};  // what happens elsewhere, at each wait()
  std::uint64_t cancel_at_poll = 0;   // the n-th question whether to stop is answered by yes; 0: never
  std::uint64_t fail_at_call = 0;     // the n-th fallible host function fails; 0: none
  Error failure = make_error(Code::host_fault, "The test made this host function fail.");

  // --- after: what came of it ---
  json::array records;
  std::string bytes;
  std::vector<std::string> notes, logs, questions;
  std::vector<Progress> progress;
  std::vector<Sent> requests;
  std::vector<Sent> asked;                             // of other services: `remote` is the service, `flags` are CHITTY_PEER_...
  std::vector<Sent> fetched;                           // from elsewhere: `target` is the URL
  std::vector<std::string> opened, pages;              // addresses in the browser; what visitors were told
  std::vector<std::vector<std::string>> commands_run;  // their words
  std::map<std::string, std::string> secrets;          // kept by the plugin: by name, "REMOTE/SETTING", or "shared"
  json::array events;
  Answer answer;
  std::uint64_t polls = 0;           // how often it asked whether to stop
  std::uint64_t fallible_calls = 0;  // how many host functions it called that may fail

  // What the plugin did against the contract, and replies that it never asked for. Empty is right.
  std::vector<std::string> complaints() const {
    auto all = broken_;
    for (const auto& name : replies.unused()) all.push_back("The scripted reply to " + name + " was never asked for.");
    for (const auto& name : peers.unused()) all.push_back("The scripted answer to " + name + " was never asked for.");
    for (const auto& name : elsewhere.unused()) all.push_back("The scripted reply to " + name + " was never asked for.");
    for (const auto& path : visits.unused()) all.push_back("The scripted visit of " + path + " was never waited for.");
    for (const auto& name : commands.unused()) all.push_back("The scripted command '" + name + "' was never run.");
    if (open_visits != 0) all.push_back(std::to_string(open_visits) + " visits were not released.");
    if (open_responses != 0) all.push_back(std::to_string(open_responses) + " replies were not released.");
    if (store.open) all.push_back("A transaction was left open.");
    return all;
  }

  // --- for the tables ---
  void complain(std::string words) { broken_.push_back(std::move(words)); }

  chitty_call* as_call() { return reinterpret_cast<chitty_call*>(this); }
  static FakeHost& of(const chitty_call* call) {
    return *const_cast<FakeHost*>(reinterpret_cast<const FakeHost*>(call));
  }

  std::int64_t open_responses = 0, open_visits = 0;
  std::size_t input_read = 0, body_read = 0;
  std::uint64_t lines_read = 0;

 private:
  std::vector<std::string> broken_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_FAKE_HOST_HPP

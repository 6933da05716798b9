#include "check/handler_checks.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json/serialize.hpp>
#include <chitty/testkit.hpp>
#include <random>
#include <thread>

#include "base/text.hpp"
#include "check/inputs.hpp"

namespace chitty::host {

namespace {

constexpr std::uint64_t patience = 1000;  // questions whether to stop, after which the answer is yes
constexpr std::uint64_t most_failures = 50;

// One thing that can be called: a command, or a route of the service.
struct Handler {
  std::string what;  // "'acme list'", "the route GET /things"
  std::vector<Input> inputs;
  std::function<Result<void>(const RunningPlugin&, testkit::FakeHost&, const Input&)> call;
};

Handler of_command(const Command& command) {
  return {"'" + command.path + "'", inputs_of(command),
          [path = command.path](const RunningPlugin& plugin, testkit::FakeHost& host, const Input& input) {
            return plugin.invoke(host.as_call(), path, input.text);
          }};
}

Handler of_route(const ServiceRoute& route) {
  return {"the route " + route.method + " " + route.path, bodies(),
          [route](const RunningPlugin& plugin, testkit::FakeHost& host, const Input& input) {
            host.incoming.handler = route.handler;
            host.incoming.method = route.method;
            host.incoming.path = route.path;
            host.incoming.body = input.text;
            return plugin.handle(host.as_call());
          }};
}

std::vector<Handler> handlers_of(const Manifest& manifest) {
  std::vector<Handler> all;
  for (const auto& command : manifest.commands)
    if (command.request.empty()) all.push_back(of_command(command));  // the host runs the declared ones
  if (manifest.service)
    for (const auto& route : manifest.service->routes) all.push_back(of_route(route));
  return all;
}

// A host whose remotes and database answer everything, with nothing in it.
void prepare(testkit::FakeHost& host) {
  host.replies.otherwise().answer(200, json::object());
  host.store.on("");
  host.remotes[""] = json::object();
  host.cancel_at_poll = patience;
}

// What hands its arguments back hands back what it was given; and a transaction that is left open is the host's to roll
// back (chitty.service/1), so where a host function has failed that is no fault.
bool is_excused(const std::string& complaint, const testkit::FakeHost& host, const Input& input) {
  if (!input.is_json && complaint.find(" is not JSON: ") != std::string::npos) return true;
  return host.fail_at_call != 0 && complaint == "A transaction was left open.";
}

class Run {
 public:
  Run(const Subject& subject, const Handler& handler, Notes& notes, Tracer& tracer)
      : handler_(handler), notes_(notes), tracer_(tracer), plugin_(subject.open(notes)) {
    if (!plugin_) notes_.wrong(plugin_.error().message);
    tracer_.look();
  }

  // Every input, once. A refusal is fine; a fault of the plugin's own is not.
  void inputs() {
    for (const auto& input : handler_.inputs) {
      testkit::FakeHost host;
      prepare(host);
      const auto error = call(host, input, "with " + input.name);
      if (error && error->code == Code::plugin_fault) notes_.wrong("At " + input.name + ": " + error->message);
    }
  }

  // Stopped before it begins, and at each of its first questions.
  void cancellations() {
    for (const std::uint64_t poll : {1u, 2u, 3u}) {
      testkit::FakeHost host;
      prepare(host);
      host.cancelled = poll == 1;
      host.cancel_at_poll = poll;
      call(host, handler_.inputs.front(), "when cancelled");
    }
  }

  // The n-th host function fails, for every n that it reaches.
  void failures() {
    for (std::uint64_t n = 1; n <= most_failures; ++n) {
      testkit::FakeHost host;
      prepare(host);
      host.fail_at_call = n;
      call(host, handler_.inputs.front(), "when a host function fails");
      if (host.fallible_calls < n) break;
    }
  }

 private:
  std::optional<Error> call(testkit::FakeHost& host, const Input& input, const std::string& how) {
    if (!plugin_) return std::nullopt;
    notes_.begin("while running " + handler_.what + " " + how);
    const auto done = handler_.call(*plugin_, host, input);
    tracer_.look();
    for (const auto& complaint : host.complaints())
      if (!is_excused(complaint, host, input)) notes_.wrong("It misbehaves " + notes_.phase() + ": " + complaint);
    if (done) return std::nullopt;
    return done.error();
  }

  const Handler& handler_;
  Notes& notes_;
  Tracer& tracer_;
  Result<RunningPlugin> plugin_;
};

// Every declared one is there (ABI-03).
void all_there(const Subject& subject, Notes& notes) {
  const auto plugin = subject.open(notes);
  if (!plugin) return notes.wrong(plugin.error().message);
  const auto commands = plugin->handlers(), routes = plugin->routes();
  const auto has = [](const auto& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  for (const auto& command : subject.manifest.commands)
    if (command.request.empty() && !has(commands, command.path)) notes.wrong("It has no handler for the command '" + command.path + "'.");
  if (!subject.manifest.service) return;
  for (const auto& route : subject.manifest.service->routes)
    if (!has(routes, route.handler))
      notes.wrong("It has no handler '" + route.handler + "' for " + route.method + " " + route.path + ".");
}

// Two instances at work at the same time (ABI-21).
void side_by_side(const Subject& subject, const std::vector<Handler>& handlers, Notes& notes) {
  const auto one = subject.open(notes), two = subject.open(notes);
  if (!one || !two) return notes.wrong(one ? two.error().message : one.error().message);
  notes.begin("while two threads run its commands");
  const auto work = [&handlers](const RunningPlugin& plugin) {
    for (int i = 0; i < 20; ++i)
      for (const auto& handler : handlers) {
        testkit::FakeHost host;
        prepare(host);
        (void)handler.call(plugin, host, handler.inputs.front());
      }
  };
  std::thread other(work, std::cref(*two));
  work(*one);
  other.join();
}

}  // namespace

std::vector<Finding> check_handlers(Subject& subject) {
  const auto handlers = handlers_of(subject.manifest);
  std::vector<Finding> found;
  found.push_back(subject.test("ABI-03", "handlers", "Every command and route in the manifest has a handler.",
                               [&](Notes& notes, Tracer&) { all_there(subject, notes); }));
  for (const auto& handler : handlers) {
    const auto test = [&](const char* rule, const std::string& what, const char* good, auto part) {
      found.push_back(subject.test(rule, what + " of " + handler.what, good, [&](Notes& notes, Tracer& tracer) {
        Run run(subject, handler, notes, tracer);
        (run.*part)();
      }));
    };
    test("ABI-18", "odd input", "It accepts or rejects any input.", &Run::inputs);
    test("ABI-22", "stopping", "It stops when asked.", &Run::cancellations);
    test("ABI-12", "failing host", "It returns after every failure of the host and releases what it holds.",
         &Run::failures);
  }
  const bool alone = std::all_of(found.begin(), found.end(),
                                 [](const Finding& finding) { return finding.state == Finding::State::pass; });
  if (!alone)
    found.push_back({"ABI-21", "two threads", Finding::State::skipped, "Not tried: it fails with one thread.", {}});
  else if (!handlers.empty())
    found.push_back(subject.test("ABI-21", "two threads", "Two instances run side by side.",
                                 [&](Notes& notes, Tracer&) { side_by_side(subject, handlers, notes); }));
  return found;
}

}  // namespace chitty::host

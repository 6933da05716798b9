// Command, route, gate, service and store of the tested plugin, joined in one process: what a command sends goes
// through the manifest's routes and scopes to the plugin's handler on a real database, and back as records. So a path,
// a name or a scope that is misspelt on both sides fails.
//
//     World world;
//     auto note = world.run("note create", {{"title", "Shopping"}}).value();
//     EXPECT_EQ(world.run("note get", {{"note", note.at(0).at("id")}}).value().at(0).at("title"), "Shopping");
//     EXPECT_EQ(world.complaints, std::vector<std::string>());
//
// Commands that are code run as they are; those that are data by declared_request.hpp, which says what it does not
// know. Arguments are held to the manifest. Not here: remotes elsewhere, other services, limits of rate. On one thread;
// for any test framework. Link by chitty_test_of().
#ifndef CHITTY_TESTKIT_WORLD_HPP
#define CHITTY_TESTKIT_WORLD_HPP

#include <chitty/testkit/declared_request.hpp>
#include <chitty/testkit/declared_settings.hpp>
#include <chitty/testkit/tested_service.hpp>

namespace chitty::testkit {

class World {
 public:
  // A new, empty database with the plugin's migrations run, and the service started. Throws when one of them fails.
  World() : service_(manifest()) {
    (void)plugin();  // offers the store
    new_database(plugin_file("migrations"));
    FakeHost host;
    host.now_ms = now;
    host.settings = declared_settings(manifest(), {});
    plugin().start(host).value();
  }

  // Run a command as a person would: its records. INVALID_ARGUMENT: arguments that the manifest does not take, or no
  // such command; else what the command or the service says.
  Result<json::array> run(std::string_view path, const json::object& arguments = {}) {
    const auto* command = find("commands", "path", path);
    if (!command) return usage_error("There is no command '" + std::string(path) + "'.");
    CHITTY_TRY(const auto held, hold_arguments(*command, arguments));
    if (!command->contains("request")) return run_code(path, held);
    const auto& request = command->at("request").as_object();
    const auto name = detail::member(request, "route");
    const auto* route = name.empty() ? nullptr : service_.route(name);
    if (!name.empty() && !route) return make_error(Code::plugin_fault, "There is no route '" + name + "'.");
    const auto* service = manifest().if_contains("service");
    const auto* paging = service ? service->as_object().if_contains("paging") : nullptr;
    return DeclaredRequest(request, route, paging ? paging->if_object() : nullptr).run(held, [&](const Sent& sent) {
      return ask(sent);
    });
  }

  // What the service does without being asked (`tend`), once. `prepare` may script what it meets.
  Result<std::chrono::milliseconds> tend(const std::function<void(FakeHost&)>& prepare = {}) {
    FakeHost host;
    host.now_ms = now;
    host.settings = declared_settings(manifest(), settings);
    if (elsewhere) host.elsewhere.by(elsewhere);
    if (prepare) prepare(host);
    auto after = plugin().tend(host);
    for (const auto& line : host.complaints()) complaints.push_back(line);
    return after;
  }

  // One request to the service, through its routes and its gate.
  Answer ask(const Sent& sent) {
    requests.push_back(sent);
    return service_.ask(sent, caller, now, complaints, [&](FakeHost& host) {
      host.cancel_at_poll = patience;
      host.settings = declared_settings(manifest(), settings);
      if (elsewhere) host.elsewhere.by(elsewhere);
      host.meanwhile = meanwhile;
    });
  }

  // The same in short; `body` is JSON text.
  Answer ask(std::string method, std::string target, std::string body = {}) {
    Sent sent;
    sent.method = std::move(method), sent.target = std::move(target), sent.body = std::move(body);
    return ask(sent);
  }

  Asking caller;                                                 // who runs the commands
  std::int64_t now = 1'795'445'950'123;                          // 2026-11-23T14:59:10.123Z
  std::uint64_t patience = 1000;                                 // so often a handler may ask whether to stop, or wait; then whoever asked has gone
  json::object settings;                                         // of the service, where they are others than the manifest's defaults
  std::function<void(const Sent&, ScriptedReply&)> elsewhere{};  // what addresses elsewhere answer; `target` is the URL
  std::function<void()> meanwhile{};                             // what happens elsewhere while a handler waits: another command, for instance

  std::vector<Sent> requests;           // what the commands have sent
  std::vector<std::string> notes;       // what they told the person
  std::vector<std::string> complaints;  // what departs from the manifest or from the ABI; empty is right

 private:
  static const json::object* find(std::string_view list, std::string_view key, std::string_view value) {
    const auto* all = manifest().if_contains(list);
    if (!all) return nullptr;
    for (const auto& one : all->as_array())
      if (detail::member(one.as_object(), key) == value) return &one.as_object();
    return nullptr;
  }

  Result<json::array> run_code(std::string_view path, const json::object& arguments) {
    FakeHost host;
    host.now_ms = now;
    host.remotes[""] = json::object();
    host.replies.by([&](const Sent& sent, ScriptedReply& reply) {
      const auto answer = ask(sent);
      std::map<std::string, std::string> headers{{"content-type", "application/json"}};
      for (const auto& [name, value] : answer.headers)
        if (value.is_string()) headers[lower(name)] = value.get_string();
      reply.answer_text(answer.status, answer.body, std::move(headers));
    });
    const auto done = plugin().run(host, path, arguments);
    notes.insert(notes.end(), host.notes.begin(), host.notes.end());
    for (const auto& line : host.complaints()) complaints.push_back(line);
    return done ? Result<json::array>(std::move(host.records)) : done.error();
  }
  static std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  }

  TestedService service_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_WORLD_HPP

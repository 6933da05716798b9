#include "app/abi.hpp"
#include "app/call/dry_run.hpp"
#include "app/call/giving.hpp"
#include "base/text.hpp"
#include "config/environment.hpp"
#include "local/background.hpp"
#include "local/control.hpp"
#include "local/daemon_work.hpp"
#include "local/running_health.hpp"

#include <chitty/abi.hpp>
#include <chitty/members.hpp>

#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

Result<json::object> options_of(const chitty_str* text) {
  const auto given = abi::view(text);
  if (given.empty()) return json::object();
  boost::system::error_code ec;
  auto value = json::parse(given, ec);
  if (ec || !value.is_object()) return make_error(Code::plugin_fault, "the options of a local action are not a JSON object");
  return std::move(value.get_object());
}

// The port that the configuration remembers when the data folder is gone.
std::uint16_t usual_port(Run& run) {
  const auto config = run.config();
  if (!config) return default_port;
  const bool at_top = named_environment((*config)->effective()) == "local";
  const auto* url = (*config)->find(at_top ? "chittyos.baseUrl" : "chittyos.environments.local.baseUrl");
  if (!url || !url->is_string() || !url->get_string().starts_with("http://127.0.0.1:")) return default_port;
  const auto port = port_of(std::string(url->get_string()));
  return port == 0 ? default_port : port;
}

// That of --env, else the one in use.
std::string environment_of(Run& run) {
  if (!run.options.environment.empty()) return run.options.environment;
  const auto config = run.config();
  return config ? named_environment((*config)->effective()) : "local";
}

std::vector<std::string> words_in(const json::object& options) {
  std::vector<std::string> words;
  if (const auto* given = options.if_contains("words"); given && given->is_array())
    for (const auto& word : given->get_array())
      if (word.is_string()) words.emplace_back(word.get_string());
  return words;
}

// "background-start", and its like: one of our own commands as a process of its own.
Result<json::object> act_in_background(chitty_call& call, std::string_view what, const json::object& options) {
  auto background = Background::named(call.run.paths, text_in(options, "name"));
  if (!background) return background.error();
  if (what == "status") return background->status();
  if (what == "enter") return background->enter(text_in(options, "address"));
  if (what != "start" && what != "stop") return make_error(Code::not_supported, "there is no action 'background-" + std::string(what) + "'.", "Update chitty.");
  if (call.run.options.dry_run) {
    auto now = background->status();
    const bool runs = now["running"].as_bool();
    if (what == "start" && !runs) would(call, "run in the background: chitty " + join(words_in(options), " "));
    if (what == "stop" && runs) would(call, "stop process " + std::to_string(now["pid"].as_int64()));
    now["alreadyRunning"] = runs, now["stopped"] = false;
    return now;
  }
  call.changed = true;
  const auto* limit = options.if_contains("timeoutMs");
  if (what == "stop") return background->stop(std::chrono::milliseconds(limit && limit->is_int64() ? limit->get_int64() : 15'000));
  auto words = words_in(options);
  if (const auto& environment = call.run.options.environment; !environment.empty()) words.push_back("--env=" + environment);
  return background->start(words, [&call] { return call.run.cancel.cancelled(); });
}

std::string counted(const json::object& result, const char* member, const std::string& what) {
  const auto* number = result.if_contains(member);
  const auto count = number && number->is_number() ? number->to_number<std::uint64_t>() : 0;
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// What the work would have changed, now that it has been tried; empty: nothing.
std::string foreseen(const std::string& work, const json::object& order, const json::object& result) {
  if (work == "import") return "import " + counted(result, "rows", "row") + " into " + text_in(result, "table");
  if (work == "migrate" && (text_in(order, "way") == "up" || text_in(order, "way") == "deploy")) return "apply " + counted(result, "steps", "migration");
  if (work == "migrate" && text_in(order, "way") == "down") return "take back " + counted(result, "steps", "migration");
  if (work == "backup restore") return "put " + text_in(result, "name") + " in place of the database";
  return {};
}

// Work on the database, in a chittyd of its own: its rows and bytes are the command's own, and here is the result.
Result<json::object> database(chitty_call& call, json::object order) {
  const auto work = text_in(order, "work");
  const bool dry = call.run.options.dry_run;
  const auto* write = order.if_contains("write");
  const bool writes = write && *write == true;
  if (dry && (work == "backup create" || writes)) {
    would(call, writes ? "run the statement" : "make a backup of the database");
    return json::object();
  }
  if (dry) order["dryRun"] = true;
  WorkListener listener;
  listener.data = [&](std::string_view bytes) { return give_bytes(call, bytes); };
  listener.record = [&](std::string_view text) -> Result<void> {
    boost::system::error_code ec;
    auto value = json::parse(text, ec);
    if (ec) return make_error(Code::host_fault, "chittyd gave a record that is not JSON");
    return give_record(call, std::move(value), text);
  };
  listener.note = [&](std::string_view line) { give_note(call, line); };
  listener.progress = [&](std::uint64_t done, std::uint64_t total, std::string_view label) { give_progress(call, done, total, label); };
  listener.cancelled = [&] { return call.run.cancel.cancelled(); };
  auto result = run_daemon_work(call.run.paths, order, listener);
  if (!result) return result;
  const auto way = text_in(order, "way");
  const bool changes = writes || work == "import" || work == "backup create" || work == "backup restore" || way == "up" || way == "deploy" || way == "down";
  if (dry && changes)
    if (auto what = foreseen(work, order, *result); !what.empty()) would(call, what);
  call.changed = call.changed || (changes && !dry);
  return result;
}

chitty_status CHITTY_CALL act(chitty_call* call, const chitty_str* action, const chitty_str* options, const chitty_sink* sink,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    constexpr std::string_view background = "background-";
    if (const auto word = abi::view(action); word.starts_with(background)) {
      const auto given = options_of(options);
      const auto done = given ? act_in_background(*call, word.substr(background.size()), *given) : Result<json::object>(given.error());
      if (!done) return abi::fill(error, done.error());
      const std::string text = json::serialize(*done);
      return sink->write(sink->context, text.data(), text.size());
    }
    if (abi::view(action) == "call") {  // for a command that writes files of its own: may it, and of which environment they are
      const std::string text = json::serialize(json::object{{"dryRun", call->run.options.dry_run}, {"environment", environment_of(call->run)}});
      return sink->write(sink->context, text.data(), text.size());
    }
    const auto& environment = call->run.options.environment;
    const auto given = options_of(options);
    if (!given) return abi::fill(error, given.error());
    // Whoever names the environment means that one's database; what else there is, is of this machine.
    const bool of_any = abi::view(action) == "database" && given->contains("environment");
    if (!of_any && !environment.empty() && environment != "local")
      return abi::fill(error, usage_error("'chitty " + call->command.path + "' only works with environment local, not '" + environment + "'", "Run it without --env."));
    if (abi::view(action) == "database") {
      const auto result = database(*call, *given);
      if (!result) return abi::fill(error, result.error());
      const std::string text = json::serialize(*result);
      return sink->write(sink->context, text.data(), text.size());
    }
    Control control(call->run.paths, usual_port(call->run));
    const bool only_looks = abi::view(action) == "status" || abi::view(action) == "quotas";
    if (call->run.options.dry_run && !only_looks) {
      const auto foreseen = control.foresee(abi::view(action), *given);
      if (!foreseen) return abi::fill(error, foreseen.error());
      if (!foreseen->what.empty()) would(*call, foreseen->what);
      const std::string answer = json::serialize(foreseen->answer);
      return sink->write(sink->context, answer.data(), answer.size());
    }
    const auto done = control.act(abi::view(action), *given, [call, began = CancelToken::Clock::now()] {
      const auto so_far = std::chrono::duration_cast<std::chrono::seconds>(CancelToken::Clock::now() - began);
      if (so_far >= std::chrono::seconds(2)) call->progress.say("Waiting for chittyd (" + std::to_string(so_far.count()) + " s)");
      return call->run.cancel.cancelled();
    });
    if (!done) return abi::fill(error, done.error());
    call->changed = call->changed || !only_looks;
    const std::string text = json::serialize(*done);
    return sink->write(sink->context, text.data(), text.size());
  });
}

}  // namespace

const chitty_local& local_table() {
  static const chitty_local table{sizeof(chitty_local), 0, act};
  return table;
}

}  // namespace chitty::host

#include "app/abi.hpp"
#include "app/call/dry_run.hpp"
#include "app/local_background.hpp"
#include "app/local_database.hpp"
#include "config/environment.hpp"
#include "local/control.hpp"
#include "local/running_health.hpp"

#include <chitty/abi.hpp>

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

// What is done to the daemon itself.
Result<json::object> act_on_daemon(chitty_call& call, std::string_view action, const json::object& options) {
  Control control(call.run.paths, usual_port(call.run));
  const bool only_looks = action == "status" || action == "quotas";
  if (call.run.options.dry_run && !only_looks) {
    const auto foreseen = control.foresee(action, options);
    if (!foreseen) return foreseen.error();
    if (!foreseen->what.empty()) would(call, foreseen->what);
    return foreseen->answer;
  }
  auto done = control.act(action, options, [&call, began = CancelToken::Clock::now()] {
    const auto so_far = std::chrono::duration_cast<std::chrono::seconds>(CancelToken::Clock::now() - began);
    if (so_far >= std::chrono::seconds(2)) call.progress.say("Waiting for chittyd (" + std::to_string(so_far.count()) + " s)");
    return call.run.cancel.cancelled();
  });
  call.changed = call.changed || (done && !only_looks);
  return done;
}

Result<json::object> act_on(chitty_call& call, std::string_view action, const json::object& options) {
  constexpr std::string_view background = "background-";
  if (action.starts_with(background)) return act_in_background(call, action.substr(background.size()), options);
  // For a command that writes files of its own: may it, and of which environment they are.
  if (action == "call") return json::object{{"dryRun", call.run.options.dry_run}, {"environment", environment_of(call.run)}};
  // Whoever names the environment means that one's database; what else there is, is of this machine.
  const bool of_any = action == "database" && options.contains("environment");
  const auto& environment = call.run.options.environment;
  if (!of_any && !environment.empty() && environment != "local")
    return usage_error("'chitty " + call.command.path + "' only works with environment local, not '" + environment + "'", "Run it without --env.");
  if (action == "database") return work_on_database(call, options);
  return act_on_daemon(call, action, options);
}

chitty_status CHITTY_CALL act(chitty_call* call, const chitty_str* action, const chitty_str* options, const chitty_sink* sink,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto given = options_of(options);
    const auto done = given ? act_on(*call, abi::view(action), *given) : Result<json::object>(given.error());
    if (!done) return abi::fill(error, done.error());
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

// chitty registry script run: fetched, held against its hash, run within walls, recorded.
#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/time.hpp>
#include <chitty/verdict.hpp>
#include <chittyregistry_names.hpp>

namespace chittyregistry::commands {

using namespace chitty;

namespace {

constexpr std::int64_t mebibyte = 1 << 20, kept_output = 64 << 10;

Result<json::object> fetch(const ScriptRun& args, Host& host) {
  CHITTY_TRY(auto reply, host.send(get("/api/v1/scripts/" + encode(args.script), {{"version", args.version}})));
  auto* script = reply.value().is_object() ? reply.value().get_object().if_contains("script") : nullptr;
  if (!script || !script->is_object() || text_in(*script, "content").empty() || text_in(*script, "sha256").size() != 64)
    return make_error(Code::malformed, "The registry's answer has no script with its hash.");
  if (!args.sha256.empty() && args.sha256 != text_in(*script, "sha256"))
    return make_error(Code::refused, "the script '" + args.script + "' has another hash: " + text_in(*script, "sha256"),
                      "Read what it says now: chitty registry script get " + args.script);
  return std::move(script->get_object());
}

json::object order_of(const ScriptRun& args, const json::object& script) {
  return {{"name", text_in(script, "name")},
          {"sha256", text_in(script, "sha256")},
          {"input", args.args.is_null() ? std::string() : json::serialize(args.args)},
          {"timeMs", args.time.value_or(30'000)},
          {"memoryBytes", args.memory * mebibyte},
          {"processes", args.processes},
          {"outputBytes", kept_output}};
}

// What the script itself does not tell.
std::string why_ended(const json::object& end, const ScriptRun& args) {
  const auto ended = text_in(end, "ended");
  if (ended == "time") return "did not end within " + std::to_string(args.time.value_or(30'000)) + " ms";
  if (ended == "memory") return "used more than " + std::to_string(args.memory) + " MiB of memory";
  if (ended == "processes") return "had more than " + std::to_string(args.processes) + " processes at once";
  if (ended == "signal") return "was ended by signal " + std::to_string(end.at("signal").to_number<int>());
  const auto code = end.at("exitCode").to_number<int>();
  return code == 0 ? std::string() : "exited with " + std::to_string(code);
}

void tell(const json::object& end, Host& host) {
  const auto& walls = end.at("walls").as_array();
  if (std::find(walls.begin(), walls.end(), json::value("files")) == walls.end()) host.note("This system cannot keep a script away from your files (it has no Landlock)");
  if (const auto left = end.at("leftBehind").to_number<int>(); left > 0) host.note("Ended " + std::to_string(left) + (left == 1 ? " process" : " processes") + " that the script had left behind");
  for (const auto& [all, name] : {std::pair("outputBytes", "output"), std::pair("errorBytes", "errors")})
    if (const auto bytes = end.at(all).to_number<std::int64_t>(); bytes > kept_output) host.note("Kept 64 KiB of " + std::to_string(bytes) + " bytes of " + name);
}

}  // namespace

Result<Reply> script_run(const ScriptRun& args, Host& host) {
  CHITTY_TRY(const auto script, fetch(args, host));
  const auto began = rfc3339(host.now());
  CHITTY_TRY(auto end, host.run_child(order_of(args, script), text_in(script, "content")));
  tell(end, host);
  json::object run = end;
  run.erase("walls");
  run["version"] = script.at("version"), run["sha256"] = script.at("sha256"), run["startedAt"] = began;
  const auto recorded = host.send(post("/api/v1/scripts/" + encode(text_in(script, "id")) + "/runs", std::move(run)));
  end["script"] = script.at("name"), end["version"] = script.at("version"), end["startedAt"] = began;
  if (recorded && recorded->value().is_object())
    if (const auto* kept = recorded->value().get_object().if_contains("run")) end["id"] = text_in(*kept, "id");
  CHITTY_DO(host.record(end));  // what it did is done, recorded or not
  if (!recorded) return verdict(recorded.error());
  if (const auto why = why_ended(end, args); !why.empty())
    return verdict(make_error(Code::refused, "the script '" + text_in(script, "name") + "' " + why));
  return Reply::nothing();
}

}  // namespace chittyregistry::commands

#include <algorithm>

#include "base/files.hpp"
#include "builtin/plugin.hpp"
#include "builtin/plugin_build.hpp"
#include "check/check.hpp"
#include "local/development.hpp"
#include "plugin/candidate.hpp"

namespace chitty::host {

namespace {

namespace fs = std::filesystem;

json::object step(std::string_view name, const std::string& result) { return {{"step", name}, {"result", result}}; }

std::string print_of(const std::string& sha256) { return sha256.substr(0, 12); }

// A step for each rule that is broken, or one for all that are kept. True: go on.
bool keeps_the_rules(const std::vector<Finding>& findings, json::array& steps) {
  std::size_t failed = 0;
  for (const auto& finding : findings) {
    if (finding.state != Finding::State::fail) continue;
    ++failed;
    steps.push_back(step("check", finding.rule + " " + finding.check + ": " + finding.sentence));
  }
  if (failed == 0) steps.push_back(step("check", std::to_string(findings.size()) + " checks passed"));
  return failed == 0;
}

std::string text_of(const json::object& facts, std::string_view name) {
  const auto* value = facts.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// What chittyd says of the service; its error when it is not in order.
std::optional<Error> tell_service(const json::object& running, const std::string& name, json::array& steps) {
  for (const auto& one : running.at("services").as_array()) {
    const auto& facts = one.as_object();
    if (text_of(facts, "name") != name) continue;
    if (const auto migrations = text_of(facts, "migrations"); !migrations.empty())
      steps.push_back(step("migrations", migrations));
    steps.push_back(step("service", name + " is " + text_of(facts, "status") + ", build " + text_of(facts, "build")));
    if (text_of(facts, "status") == "ok") return std::nullopt;
    return make_error(Code::refused, text_of(facts, "message"), "Correct it, and run 'chitty plugin dev' again.");
  }
  return std::nullopt;  // commands alone
}

Result<Reply> develop(const fs::path& folder, std::chrono::milliseconds limit, BuiltinContext& context) {
  json::array steps;
  Development development(context.paths, folder / "build" / "chitty-dev");
  if (context.note) context.note("Building " + folder.string());
  const auto library = build_plugin(folder, folder / "build" / "chitty-dev" / "build.log", context.cancelled);
  if (!library) return library.error();
  const auto bytes = read_file(*library);
  if (!bytes) return bytes.error();
  const auto candidate = examine(library->string(), *bytes, this_host());
  steps.push_back(
      step("build", library->filename().string() + " " + candidate.version + ", build " + print_of(candidate.sha256)));

  auto findings = check_plugin(*library, limit);
  if (!findings) return findings.error();
  if (!keeps_the_rules(*findings, steps)) {
    context.verdict = make_error(Code::refused, library->string() + " breaks rules, and was not started",
                                 "For the whole list: chitty plugin check " + library->string());
    return Reply::records(std::move(steps));
  }
  const auto running = development.run(candidate.name, *bytes);
  if (!running) return running.error();
  steps.push_back(step("chittyd", text_of(*running, "message")));
  context.verdict = tell_service(*running, candidate.name, steps);
  steps.push_back(step("try it", development.command().string() + " help"));
  return Reply::records(std::move(steps));
}

}  // namespace

Result<Plan> plugin_dev(const Arguments& arguments, BuiltinContext& context) {
  auto folder = (context.working_folder / arguments.text("folder")).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // "." and a slash at the end
  const std::chrono::milliseconds limit(arguments.integer("limit", 45000));
  return Plan{"build " + folder.string() + ", check what comes out, and run it in a chittyd of its own",
              [=, &context] { return develop(folder, limit, context); }};
}

}  // namespace chitty::host

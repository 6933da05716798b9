#include "base/files.hpp"
#include "builtin/plugin.hpp"
#include "check/check.hpp"
#include "cli/examples.hpp"
#include "plugin/candidate.hpp"

namespace chitty::host {

namespace {

const char* name_of(Finding::State state) {
  switch (state) {
    case Finding::State::pass:
      return "pass";
    case Finding::State::fail:
      return "fail";
    case Finding::State::skipped:
      break;
  }
  return "skipped";
}

json::object record_of(const Finding& finding) {
  return {{"state", name_of(finding.state)},
          {"rule", finding.rule},
          {"check", finding.check},
          {"finding", finding.sentence},
          {"advice", finding.hint}};
}

// The examples of a manifest that can be read: each must be a line that works.
void check_examples(const std::string& file, std::vector<Finding>& findings) {
  const auto bytes = read_file(file);
  if (!bytes) return;
  const auto candidate = examine(file, *bytes, this_host());
  if (!candidate.reason.empty()) return;
  const auto manifest = parse_manifest(candidate.manifest);
  if (!manifest) return;
  const auto wrong = wrong_examples(*manifest);
  for (const auto& sentence : wrong)
    findings.push_back({"ABI-03", "examples", Finding::State::fail, sentence, "Write a command that works: help shows it to people."});
  if (wrong.empty()) findings.push_back({"ABI-03", "examples", Finding::State::pass, "Every example is a command that works.", {}});
}

Result<Reply> check(const std::string& file, std::chrono::milliseconds limit, BuiltinContext& context) {
  auto findings = check_plugin(file, limit);
  if (!findings) return findings.error();
  check_examples(file, *findings);
  json::array records;
  std::size_t failed = 0;
  for (const auto& finding : *findings) {
    records.push_back(record_of(finding));
    failed += finding.state == Finding::State::fail;
  }
  if (failed != 0)
    context.verdict = make_error(
        Code::refused, file + " fails " + std::to_string(failed) + " of " + std::to_string(records.size()) + " checks.",
        "sdk/include/chitty/plugin.h says what each rule asks for.");
  return Reply::records(std::move(records));
}

}  // namespace

Result<Plan> plugin_check(const Arguments& arguments, BuiltinContext& context) {
  const auto file = arguments.text("file");
  if (file == "-") return usage_error("a plugin cannot be checked from standard input", "Name its file: chitty plugin check FILE");
  const std::chrono::milliseconds limit(arguments.integer("limit", 45000));
  return Plan{"load " + file + " and call it, in separate processes", [=, &context] { return check(file, limit, context); }};
}

}  // namespace chitty::host

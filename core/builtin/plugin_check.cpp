#include "builtin/plugin.hpp"
#include "check/check.hpp"

namespace chitty {

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

}  // namespace

Result<Reply> plugin_check(const Arguments& arguments, BuiltinContext& context) {
  const auto file = arguments.text("file");
  const auto findings = check_plugin(file, std::chrono::milliseconds(arguments.integer("limit", 45000)));
  if (!findings) return findings.error();
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

}  // namespace chitty

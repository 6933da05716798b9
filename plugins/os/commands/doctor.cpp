// chitty os doctor: what is wrong, why, and which command mends it.
#include "commands.hpp"

#include "../doctor/check.hpp"

#include <chitty/verdict.hpp>

namespace os::commands {

namespace {

using doctor::Finding;

json::object row_of(const Finding& finding) {
  json::object row{{"id", finding.id}, {"state", doctor::word_of(finding.state)}, {"message", finding.words}};
  if (!finding.mend.empty()) row["mend"] = finding.mend;
  return row;
}

// Does what is safe; the finding then says what was done, or why not.
void mend(Finding& finding) {
  if (!finding.fix) return;
  if (const auto done = finding.fix(); !done) {
    finding.words += "; not mended: " + done.error().message;
    return;
  }
  finding.state = Finding::State::ok;
  finding.words = "mended: " + finding.words;
  finding.mend.clear();
}

std::string counted(std::size_t count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

const Finding* first_of(const std::vector<Finding>& all, Finding::State state) {
  for (const auto& one : all)
    if (one.state == state) return &one;
  return nullptr;
}

std::string hint_for(const Finding& finding) { return finding.mend.empty() ? std::string() : "Mend it: " + finding.mend; }

}  // namespace

Result<Reply> doctor(const Doctor& args, Host& host) {
  auto patient = doctor::patient_of(host);
  if (const auto path = host.run({"config", "path"}); path && path->size() == 1)
    if (const auto* text = path->front().as_object().if_contains("path"); text && text->is_string()) patient.config_file = text->get_string();
  CHITTY_TRY(const auto all, doctor::examine(doctor::all_checks(), patient, [&](Finding& finding) -> Result<void> {
               if (args.fix) mend(finding);
               return host.record(row_of(finding));
             }));
  std::size_t failures = 0, warnings = 0;
  for (const auto& one : all) {
    failures += one.state == Finding::State::failure;
    warnings += one.state == Finding::State::warning;
  }
  if (const auto* first = first_of(all, Finding::State::failure))
    return verdict(make_error(first->code, (failures == 1 ? std::string() : counted(failures, "failure", "failures") + ", first ") + first->id + ": " + first->words, hint_for(*first)));
  const auto* first = first_of(all, Finding::State::warning);
  if (!first) host.note("All is well");
  else host.note("No failures, " + counted(warnings, "warning", "warnings") + ", first " + first->id + (first->mend.empty() ? "" : ": " + first->mend));
  return Reply::nothing();
}

}  // namespace os::commands

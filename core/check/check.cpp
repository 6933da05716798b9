#include "check/check.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "check/entry_checks.hpp"
#include "check/file_checks.hpp"
#include "check/handler_checks.hpp"
#include "check/subject.hpp"

namespace chitty::host {

namespace {

using State = Finding::State;

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  for (auto& finding : more) all.push_back(std::move(finding));
}

std::string confession(const Subject& subject, bool (*wanted)(Sin)) {
  std::vector<std::string> all;
  for (const auto& [sin, phase] : subject.sins)
    if (wanted(sin)) all.push_back(std::string(words_of(sin)) + " " + phase);
  return all.empty() ? std::string() : "It " + join(all, "; ") + ".";
}

// Of all that ran: nobody's process was touched.
Finding manners(const Subject& subject) {
  const auto sins = confession(subject, [](Sin sin) { return sin != Sin::asks_unstable; });
  if (!sins.empty())
    return {"ABI-19", "manners", State::fail, sins,
            "A plugin is a guest: use chitty.output/1, chitty.input/1 and chitty.log/1, and return an error."};
  if (!subject.traced)
    return {"ABI-19", "manners", State::skipped, "This system has no seccomp, so system calls could not be watched.", {}};
  return {"ABI-19", "manners", State::pass, "It changes nothing in the process that it runs in.", {}};
}

Finding unstable(const Subject& subject) {
  const auto sins = confession(subject, [](Sin sin) { return sin == Sin::asks_unstable; });
  if (sins.empty()) return {"ABI-11", "unstable questions", State::pass, "It uses no unstable extension.", {}};
  return {"ABI-11", "unstable questions", State::fail, sins,
          "Name it under /abi/extensions, and its host under /abi/host."};
}

}  // namespace

Result<std::vector<Finding>> check_plugin(const std::filesystem::path& file, std::chrono::milliseconds limit) {
  const auto path = std::filesystem::absolute(file).lexically_normal();
  auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  auto candidate = examine(path.string(), *bytes, this_host());
  if (!candidate.reason.empty())
    return std::vector<Finding>{{"ABI-03", "file", State::fail, candidate.reason, candidate.hint}};
  auto manifest = parse_manifest(candidate.manifest);
  if (!manifest) return manifest.error();

  Subject subject{std::move(candidate), std::move(*manifest), std::move(*bytes), limit, {}, true};
  auto all = check_file(subject);
  append(all, check_entry(subject));
  // What does not open has nothing to call.
  if (all.back().state != State::fail) append(all, check_handlers(subject));
  all.push_back(unstable(subject));
  all.push_back(manners(subject));
  return all;
}

}  // namespace chitty::host

// config validate: every problem at its file, line and column.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/files.hpp"
#include "config/environment.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace chitty::host {

namespace {

json::object record_of(const Diagnostic& problem) {
  json::object record;
  record["file"] = problem.file;
  record["line"] = problem.position.line;
  record["column"] = problem.position.column;
  record["severity"] = problem.warning ? "warning" : "error";
  record["problem"] = problem.message;
  record["hint"] = problem.hint;
  return record;
}

std::string counted(std::size_t number, const char* one, const char* many) { return std::to_string(number) + " " + (number == 1 ? one : many); }

// "config.json is valid: 3 services, 2 remotes", so that success is no silence.
std::string valid(const std::string& name, Config config, bool own, std::size_t warnings) {
  std::string line = name + " is valid";
  if (own && config.ready()) {
    std::size_t services = 0, remotes = 0;
    auto environments = environments_of(config.user().root);
    for (const auto& more : environments_of(config.project().root)) environments.push_back(more);
    std::sort(environments.begin(), environments.end());
    environments.erase(std::unique(environments.begin(), environments.end()), environments.end());
    for (const auto& environment : environments) {
      services += config.service_types(environment).size();
      remotes += config.remote_names(environment).size();
    }
    line += ": " + counted(services, "service", "services") + ", " + counted(remotes, "remote", "remotes");
  }
  return warnings == 0 ? line : line + " (" + counted(warnings, "warning", "warnings") + ")";
}

// All of standard input as a file without a name, for what reads files.
Result<Fd> file_of_input(const BuiltinContext& context) {
  const auto text = context.input ? context.input() : Result<std::string>(std::string());
  if (!text) return text.error();
  Fd file(::memfd_create("input", MFD_CLOEXEC));
  if (!file || ::fchmod(file.get(), 0600) != 0 || ::write(file.get(), text->data(), text->size()) != static_cast<ssize_t>(text->size()))
    return make_error(Code::host_fault, "cannot keep standard input: " + system_words(errno));
  return file;
}

}  // namespace

Result<Reply> config_validate(const Arguments& arguments, BuiltinContext& context) {
  const Config own = Config::at(context.paths, context.working_folder);
  std::filesystem::path asked = arguments.text("file");
  Fd input;
  if (asked == "-") {
    auto copy = file_of_input(context);
    if (!copy) return copy.error();
    input = std::move(*copy);
    asked = "/proc/self/fd/" + std::to_string(input.get());
  }
  const bool as_project = asked.filename() == "chitty.json";
  const auto known = known_types(context);
  std::vector<Diagnostic> problems = asked.empty() ? validate_config(own.file(), own.project_file(), known)
                                     : as_project  ? validate_config(own.file(), asked, known)
                                                   : validate_config(asked, {}, known);
  // Asked about one file, only that one is answered for.
  if (as_project) std::erase_if(problems, [&](const auto& one) { return one.file != asked.string(); });
  if (input)
    for (auto& problem : problems) {
      problem.file = "standard input";
      problem.hint = "Correct the input.";  // the usual one speaks of the configuration
    }

  json::array records;
  for (const auto& problem : problems) records.push_back(record_of(problem));
  const auto errors = std::count_if(problems.begin(), problems.end(), [](const auto& one) { return !one.warning; });
  if (errors == 0) {
    if (context.note) context.note(valid(input ? "standard input" : asked.empty() ? own.file().string()
                                                                                  : asked.string(),
                                         own, asked.empty(), problems.size()));
    return Reply::records(std::move(records));
  }

  // The first one is the error; the others are told before it.
  for (std::size_t i = 1; i < problems.size(); ++i)
    if (context.note) context.note((problems[i].warning ? "warning: " : "") + as_error(problems[i]).message);
  Error error = as_error(problems.front());
  if (errors > 1) error.message += " (The first of " + std::to_string(errors) + " errors.)";
  error.details["problems"] = std::move(records);
  return error;
}

}  // namespace chitty::host

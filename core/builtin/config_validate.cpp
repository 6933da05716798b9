// config validate: every problem at its file, line and column.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace chitty {

namespace {

json::object record_of(const ConfigProblem& problem) {
  json::object record;
  record["file"] = problem.file;
  record["line"] = problem.position.line;
  record["column"] = problem.position.column;
  record["severity"] = problem.warning ? "warning" : "error";
  record["problem"] = problem.message;
  record["hint"] = problem.hint;
  return record;
}

}  // namespace

Result<Reply> config_validate(const Arguments& arguments, BuiltinContext& context) {
  const Config own = Config::at(context.paths, context.working_folder);
  const std::filesystem::path asked = arguments.text("file");
  const bool as_project = asked.filename() == "chitty.json";
  const auto known = known_types(context);
  std::vector<ConfigProblem> problems = asked.empty() ? validate_config(own.file(), own.project_file(), known)
                                        : as_project  ? validate_config(own.file(), asked, known)
                                                      : validate_config(asked, {}, known);
  // Asked about one file, only that one is answered for.
  if (as_project) std::erase_if(problems, [&](const auto& one) { return one.file != asked.string(); });

  json::array records;
  for (const auto& problem : problems) records.push_back(record_of(problem));
  const auto errors = std::count_if(problems.begin(), problems.end(), [](const auto& one) { return !one.warning; });
  if (errors == 0) return Reply::records(std::move(records));

  // The first one is the error; the others are told before it.
  for (std::size_t i = 1; i < problems.size(); ++i)
    if (context.note) context.note((problems[i].warning ? "warning: " : "") + as_error(problems[i]).message);
  Error error = as_error(problems.front());
  if (errors > 1) error.message += " (The first of " + std::to_string(errors) + " errors.)";
  error.details["problems"] = std::move(records);
  return error;
}

}  // namespace chitty

// An error, told: a sentence, its cause, what to do. Or the same as an object, for programs.
#include "base/message.hpp"
#include "view/harmless.hpp"
#include "view/json_text.hpp"
#include "view/view.hpp"

#include <chitty/status.hpp>

namespace chitty::host {
namespace {

constexpr std::size_t longest_line = 2000;  // a value of 100 kB that was wrong is not told whole

std::string shortened(std::string_view text) {
  if (text.size() <= longest_line) return std::string(text);
  const std::size_t half = longest_line / 2;
  return std::string(text.substr(0, half)) + " … (" + std::to_string(text.size() - 2 * half) + " bytes left out) … " +
         std::string(text.substr(text.size() - half));
}

void append_line(std::string& out, const char* label, const char* colour, std::string_view text,
                 const Terminal& terminal) {
  if (text.empty()) return;
  if (terminal.err_colour) out += colour;
  out += label;
  if (terminal.err_colour) out += "\x1b[0m";
  out += ' ';
  append_harmless(out, shortened(text), Controls::lines);  // in a pipe too: a log is read on a terminal later
  out += '\n';
}

std::string as_sentences(const Error& error, const Terminal& terminal) {
  std::string out;
  append_line(out, "error:", "\x1b[1;31m", error.message.empty() ? "unknown error" : as_message(error.message),
              terminal);
  const auto* cause = error.details.if_contains("cause");
  const bool is_sentence = cause && cause->is_string() && cause->get_string().find(' ') != json::string::npos;  // else a word for programs
  if (is_sentence) append_line(out, "cause:", "\x1b[1m", cause->get_string(), terminal);
  append_line(out, "hint:", "\x1b[1;36m", as_hint(error.hint), terminal);
  return out;
}

std::string as_object(const Error& error, int exit_code) {
  json::object told;
  told["code"] = name_of(error.code);
  told["message"] = error.message;
  if (!error.hint.empty()) told["hint"] = error.hint;
  if (!error.details.empty()) told["details"] = error.details;
  if (error.retryable) told["retryable"] = true;
  if (error.retry_after.count() > 0) told["retryAfterMs"] = error.retry_after.count();
  told["exitCode"] = exit_code;
  json::object outer;
  outer["error"] = std::move(told);
  return compact_json(json::value(std::move(outer))) + "\n";
}

}  // namespace

std::string_view name_of(Code code) { return facts_of(code).name; }

void show_error(const Error& error, int exit_code, const ViewOptions& options, const Terminal& terminal) {
  const bool object = options.format == Format::json || options.format == Format::ndjson;
  terminal.err(object ? as_object(error, exit_code) : as_sentences(error, terminal));
}

}  // namespace chitty::host

// An error, told: a sentence, its cause, what to do. Or the same as an object, for programs.
#include "view/harmless.hpp"
#include "view/json_text.hpp"
#include "view/view.hpp"

namespace chitty {
namespace {

struct CodeName {
  Code code;
  const char* name;
};
constexpr CodeName code_names[] = {{Code::invalid_argument, "invalid_argument"},
                                   {Code::configuration, "configuration"},
                                   {Code::unauthenticated, "unauthenticated"},
                                   {Code::permission_denied, "permission_denied"},
                                   {Code::not_found, "not_found"},
                                   {Code::conflict, "conflict"},
                                   {Code::unreachable, "unreachable"},
                                   {Code::timeout, "timeout"},
                                   {Code::refused, "refused"},
                                   {Code::rate_limited, "rate_limited"},
                                   {Code::malformed, "malformed"},
                                   {Code::plugin_fault, "plugin_fault"},
                                   {Code::host_fault, "host_fault"},
                                   {Code::not_supported, "not_supported"},
                                   {Code::cancelled, "cancelled"}};

void append_line(std::string& out, const char* label, const char* colour, std::string_view text,
                 const Terminal& terminal) {
  if (text.empty()) return;
  if (terminal.err_colour) out += colour;
  out += label;
  if (terminal.err_colour) out += "\x1b[0m";
  out += ' ';
  append_harmless(out, text, terminal.err_is_terminal ? Controls::lines : Controls::keep);
  out += '\n';
}

std::string as_sentences(const Error& error, const Terminal& terminal) {
  std::string out;
  append_line(out, "error:", "\x1b[1;31m", error.message.empty() ? "Something failed without words." : error.message,
              terminal);
  const auto* cause = error.details.if_contains("cause");
  if (cause && cause->is_string()) append_line(out, "cause:", "\x1b[1m", cause->get_string(), terminal);
  append_line(out, "hint:", "\x1b[1;36m", error.hint, terminal);
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

const char* name_of(Code code) {
  for (const auto& known : code_names)
    if (known.code == code) return known.name;
  // A code newer than this host stands for its class.
  const auto first_of_class = static_cast<Code>(static_cast<int>(code) / 100 * 100);
  for (const auto& known : code_names)
    if (known.code == first_of_class) return known.name;
  return "host_fault";
}

void show_error(const Error& error, int exit_code, const ViewOptions& options, const Terminal& terminal) {
  const bool object = options.format == Format::json || options.format == Format::ndjson;
  terminal.err(object ? as_object(error, exit_code) : as_sentences(error, terminal));
}

}  // namespace chitty

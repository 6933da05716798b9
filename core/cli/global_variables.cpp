// The options of every command, as variables: CHITTY_TIMEOUT=30s is --timeout 30s. What stands on the line counts before them.
#include <algorithm>
#include <array>

#include "base/time.hpp"
#include "cli/arguments.hpp"
#include "cli/values.hpp"

namespace chitty::host {
namespace {

bool is_one_of(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return text == word; });
}

Result<bool> flag_in(const std::string& name, const std::string& text) {
  if (is_one_of(text, {"1", "true", "yes", "on"})) return true;
  if (is_one_of(text, {"0", "false", "no", "off"})) return false;
  return usage_error("invalid value '" + text + "' for " + name + ": expected 1 or 0", "Unset it: unset " + name);
}

const Argument& declaration(std::string_view name) {
  const auto& all = global_arguments();
  return *std::find_if(all.begin(), all.end(), [&](const Argument& one) { return one.name == name; });
}

std::string variable_of(std::string_view option) {
  std::string name = "CHITTY_";
  for (const char c : option) name += c == '-' ? '_' : static_cast<char>(c - ('a' <= c && c <= 'z' ? 'a' - 'A' : 0));
  return name;
}

}  // namespace

std::string variable_of(const Argument& option) {
  if (option.name == "help" || option.name == "version") return {};  // they are questions, and no settings
  return variable_of(std::string_view(option.name));
}

Result<void> take_variables(GlobalOptions& global, const OptionVariables& variables) {
  const auto value_of = [&](const char* option) { return variables(variable_of(std::string_view(option))).value_or(""); };
  const std::pair<const char*, bool*> flags[] = {{"dry-run", &global.dry_run}, {"yes", &global.yes}, {"insecure", &global.insecure}, {"quiet", &global.quiet}, {"verbose", &global.verbose}, {"trace", &global.trace}, {"no-color", &global.no_color}};
  for (const auto& [name, flag] : flags) {
    const auto text = value_of(name);
    if (*flag || text.empty()) continue;
    const auto set = flag_in(variable_of(std::string_view(name)), text);
    if (!set) return set.error();
    *flag = *set;
  }
  const std::pair<const char*, std::string*> texts[] = {{"remote", &global.remote}, {"output", &global.output}, {"jq", &global.jq}};
  for (const auto& [name, text] : texts)
    if (text->empty()) *text = value_of(name);
  if (const auto text = value_of("timeout"); !global.timeout && !text.empty()) {
    const auto& declared = declaration("timeout");
    const auto time = to_value(declared, text, variable_of(declared), now_ms());
    if (!time) return time.error();
    global.timeout = std::chrono::milliseconds(time->get_int64());
  }
  return {};
}

}  // namespace chitty::host

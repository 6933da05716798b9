#include "command_line.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::mcp {

using chitty::Result;
using chitty::text_in;

namespace {

bool is_json(std::string_view text) {
  boost::system::error_code ec;
  (void)json::parse(text, ec);
  return !ec;
}

Result<std::string> word_of(const json::value& value, std::string_view type) {
  const bool as_it_is = value.is_string() && (type != "json" || is_json(value.get_string()));
  auto word = as_it_is ? std::string(value.get_string()) : json::serialize(value);
  if (word.find('\0') != std::string::npos) return chitty::usage_error("a value must not have a zero character");
  return word;
}

// The words for one argument: several where it may be repeated.
Result<std::vector<std::string>> words_of(const json::object& argument, const json::value& value) {
  const auto type = text_in(argument, "type");
  const auto* repeated = argument.if_contains("repeated");
  std::vector<std::string> words;
  if (!value.is_array() || !(type == "list" || (repeated && *repeated == true))) {
    CHITTY_TRY(auto word, word_of(value, type));
    words.push_back(std::move(word));
    return words;
  }
  for (const auto& one : value.get_array()) {
    CHITTY_TRY(auto word, word_of(one, type == "list" ? "string" : type));
    if (type == "list" && word.find(',') != std::string::npos)
      return chitty::usage_error("an item of '" + text_in(argument, "name") + "' must not have a comma");
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace

Result<std::vector<std::string>> command_line(const Tool& tool, const json::object& arguments, bool consented) {
  std::vector<std::string> words;
  for (std::size_t at = 0, end = 0; end != std::string::npos; at = end + 1) {
    end = tool.command.find(' ', at);
    words.push_back(tool.command.substr(at, end == std::string::npos ? end : end - at));
  }
  for (const auto& option : tool.options) {
    const auto name = text_in(option, "name");
    const auto* value = arguments.if_contains(name);
    if (!value || value->is_null()) continue;
    CHITTY_TRY(const auto given, words_of(option.as_object(), *value));
    for (const auto& word : given) words.push_back("--" + name + "=" + word);
  }
  for (const auto& word : tool.fixed) words.emplace_back(word.as_string());
  if (consented) words.emplace_back("--yes");
  std::string missing;
  bool any = false;
  for (const auto& argument : tool.arguments) {
    const auto name = text_in(argument, "name");
    const auto* value = arguments.if_contains(name);
    if (!value || value->is_null()) {
      if (missing.empty()) missing = name;
      continue;
    }
    if (!missing.empty()) return chitty::usage_error("'" + name + "' needs '" + missing + "' as well");
    CHITTY_TRY(const auto given, words_of(argument.as_object(), *value));
    if (!any && !given.empty()) words.emplace_back("--"), any = true;
    words.insert(words.end(), given.begin(), given.end());
  }
  return words;
}

}  // namespace chittyconnect::mcp

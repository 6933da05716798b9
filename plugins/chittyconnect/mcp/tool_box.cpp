#include "tool_box.hpp"

#include <algorithm>
#include <cctype>
#include <chitty/members.hpp>

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

bool is_effect(std::string_view word) { return word == "create" || word == "update" || word == "delete" || word == "run"; }

bool is_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == ' ');
}

json::object own_tool(std::string_view name, std::string_view title, std::string_view description, json::object members, json::array required, bool reads) {
  json::object schema{{"type", "object"}, {"properties", std::move(members)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  json::object hints{{"title", title}, {"readOnlyHint", reads}};
  if (!reads) hints["destructiveHint"] = true, hints["idempotentHint"] = false;
  hints["openWorldHint"] = true;
  return {{"name", name}, {"title", title}, {"description", description}, {"inputSchema", std::move(schema)}, {"annotations", std::move(hints)}};
}

std::vector<json::object> own_tools(bool reads_only, std::size_t count) {
  const json::object query{{"type", "string"}, {"minLength", 1}, {"maxLength", 500}, {"description", "Words to look for, such as: verify evidence"}};
  const json::object limit{{"type", "integer"}, {"minimum", 1}, {"maximum", 50}, {"default", 10}, {"description", "At most this many"}};
  const json::object name{{"type", "string"}, {"description", "A name that commands_search gave"}};
  const json::object arguments{{"type", "object"}, {"description", "Its arguments, as its inputSchema says"}};
  const json::object cursor{{"type", "string"}, {"description", "The nextCursor of an earlier result"}};
  return {own_tool(search_tool, "Search commands", "Find among " + std::to_string(count) + " commands of ChittyOS the ones for a task. Gives names, what they do and their inputSchema, for commands_call.",
                   {{"query", query}, {"limit", limit}}, {"query"}, true),
          own_tool(call_tool, "Call a command", "Run a command that commands_search has found.", {{"name", name}, {"arguments", arguments}}, {"name"}, reads_only),
          own_tool(more_tool, "Read on", "The next page of a result that was too long for one answer.", {{"cursor", cursor}}, {"cursor"}, true)};
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words(1);
  for (const unsigned char c : lower(text))
    if (std::isalnum(c) || c >= 0x80)
      words.back() += static_cast<char>(c);
    else if (!words.back().empty())
      words.emplace_back();
  if (words.back().empty()) words.pop_back();
  return words;
}

// Its own words count most; a plural finds the singular by its beginning.
int worth(const Tool& tool, const std::vector<std::string>& query) {
  const auto path = words_in(tool.command), summary = words_in(tool.title), more = words_in(tool.description);
  int sum = 0, found = 0;
  for (const auto& word : query) {
    const auto stem = word.size() > 3 && word.back() == 's' ? word.substr(0, word.size() - 1) : word;
    const auto has = [&](const std::vector<std::string>& words) { return std::any_of(words.begin(), words.end(), [&](const auto& one) { return one.starts_with(stem); }); };
    const int one = (has(path) ? 8 : 0) + (has(summary) ? 4 : 0) + (has(more) ? 1 : 0);
    sum += one, found += one > 0 ? 1 : 0;
  }
  return found == 0 ? 0 : sum + 20 * found;
}

}  // namespace

ToolBox::ToolBox(const std::vector<json::object>& plugins, const json::object& builtin, Selection selection) : selection_(std::move(selection)) {
  for (const auto& plugin : plugins)
    if (const auto* manifest = plugin.if_contains("manifest"); manifest && manifest->is_object() && !plugin.contains("reason")) take(manifest->get_object());
  if (!builtin.empty()) take(builtin);
  const auto names = chosen();
  listed_ = own_tools(reads_only(), tools_.size());
  for (const auto& name : names) {
    shown_[name] = true;
    listed_.push_back(tools_.find(name)->second.listing());
  }
}

void ToolBox::take(const json::object& manifest) {
  const auto plugin = text_in(manifest, "name");
  const auto& only = selection_.plugins;
  if (!only.empty() && std::find(only.begin(), only.end(), plugin) == only.end()) return;
  const auto* commands = manifest.if_contains("commands");
  if (!commands || !commands->is_array()) return;
  order_.push_back(plugin);
  for (const auto& command : commands->get_array()) {
    auto tool = command.is_object() ? tool_of(command.get_object(), manifest) : std::nullopt;
    if (!tool || !may(*tool) || tools_.contains(tool->name)) continue;
    by_plugin_[plugin].push_back(tool->name);
    tools_.emplace(tool->name, std::move(*tool));
  }
}

bool ToolBox::may(const Tool& tool) const {
  return tool.is_read() || std::any_of(selection_.allow.begin(), selection_.allow.end(),
                                       [&](const auto& word) { return is_effect(word) ? tool.effect == word : is_below(tool.command, word); });
}

bool ToolBox::reads_only() const {
  return std::all_of(tools_.begin(), tools_.end(), [](const auto& one) { return one.second.is_read(); });
}

// What was allowed by its path comes first; then one read command of each plugin after the other, in the order of their manifests.
std::vector<std::string> ToolBox::chosen() const {
  std::vector<std::string> names;
  for (const auto& plugin : order_)
    if (const auto of = by_plugin_.find(plugin); of != by_plugin_.end())
      for (const auto& name : of->second)
        if (const auto& tool = tools_.find(name)->second;
            std::any_of(selection_.allow.begin(), selection_.allow.end(), [&](const auto& word) { return !is_effect(word) && is_below(tool.command, word); }))
          names.push_back(name);
  for (std::size_t row = 0; names.size() < selection_.listed; ++row) {
    bool any = false;
    for (const auto& plugin : order_) {
      const auto of = by_plugin_.find(plugin);
      if (of == by_plugin_.end() || row >= of->second.size()) continue;
      any = true;
      if (names.size() < selection_.listed && std::find(names.begin(), names.end(), of->second[row]) == names.end() &&
          (tools_.find(of->second[row])->second.is_read() || selection_.listed > tools_.size()))
        names.push_back(of->second[row]);
    }
    if (!any) break;
  }
  std::sort(names.begin(), names.end());
  return names;
}

const Tool* ToolBox::find(std::string_view name) const {
  const auto found = tools_.find(name);
  return found == tools_.end() ? nullptr : &found->second;
}

bool ToolBox::is_listed(std::string_view name) const { return shown_.contains(std::string(name)); }

std::vector<const Tool*> ToolBox::search(std::string_view query, std::size_t most) const {
  const auto words = words_in(query);
  std::vector<std::pair<int, const Tool*>> found;
  for (const auto& [name, tool] : tools_)
    if (const int sum = worth(tool, words); sum > 0) found.emplace_back(sum, &tool);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Tool*> best;
  for (std::size_t i = 0; i < std::min(most, found.size()); ++i) best.push_back(found[i].second);
  return best;
}

std::vector<std::string> ToolBox::unknown_allowances() const {
  std::vector<std::string> unknown;
  for (const auto& word : selection_.allow)
    if (!is_effect(word) && std::none_of(tools_.begin(), tools_.end(), [&](const auto& one) { return is_below(one.second.command, word); })) unknown.push_back(word);
  for (const auto& word : selection_.plugins)
    if (std::find(order_.begin(), order_.end(), word) == order_.end()) unknown.push_back(word);
  return unknown;
}

}  // namespace chittyconnect::mcp

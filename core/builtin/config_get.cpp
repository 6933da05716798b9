// config get, list, path: what is set, secrets hidden.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/json_text.hpp"

namespace chitty {

namespace {

// Every value that is no object, by its dotted key.
void flatten(const json::value& value, Steps& steps, const std::function<void(const Steps&, const json::value&)>& each) {
  if (!value.is_object()) return each(steps, value);
  for (const auto& [name, member] : value.get_object()) {
    steps.emplace_back(name);
    flatten(member, steps, each);
    steps.pop_back();
  }
}

const json::value* at(const json::object& root, const Steps& steps) {
  const json::object* object = &root;
  const json::value* value = nullptr;
  for (const auto& step : steps) {
    value = object ? object->if_contains(step) : nullptr;
    if (!value) return nullptr;
    object = value->if_object();
  }
  return value;
}

}  // namespace

Result<Reply> config_get(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const std::string key = arguments.text("key");
  const auto* value = (*config)->find(key);
  if (!value) {
    std::vector<std::string> keys;
    Steps steps;
    flatten(json::value((*config)->effective()), steps, [&](const Steps& found, const json::value&) { keys.push_back(join(found, ".")); });
    const std::string guess = did_you_mean(nearest(key, keys));
    return make_error(Code::not_found, "Nothing is set at '" + key + "'.", guess.empty() ? "See what is set: chitty config list" : guess);
  }
  const json::value open = shown(steps_of_key(key), *value, **config, context.catalogue);
  if (!open.is_string()) return Reply(open);
  // As it is, without quotes, for a script's $( ).
  if (auto given = context.bytes(std::string(open.get_string()) + "\n"); !given) return given.error();
  return Reply::nothing();
}

Result<Reply> config_list(const Arguments&, BuiltinContext& context) {
  const auto loaded = context.config();
  if (!loaded) return loaded.error();
  const Config& config = **loaded;
  json::array records;
  Steps steps;
  flatten(json::value(config.effective()), steps, [&](const Steps& found, const json::value& value) {
    const auto* projects = at(config.project().root, found);
    const bool from_project = projects && *projects == value;
    json::object record;
    record["key"] = join(found, ".");
    record["value"] = shown(found, value, config, context.catalogue);
    record["from"] = (from_project ? config.project_file() : config.file()).string();
    records.push_back(std::move(record));
  });
  return Reply::records(std::move(records));
}

Result<Reply> config_path(const Arguments&, BuiltinContext& context) {
  const Config config = Config::at(context.paths, context.working_folder);
  if (auto given = context.bytes(config.file().string() + "\n"); !given) return given.error();
  return Reply::nothing();
}

}  // namespace chitty

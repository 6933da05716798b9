// config get, list, path: what is set, secrets hidden.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/text/json_text.hpp"

namespace chitty::host {

namespace {

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
    each_setting((*config)->effective(), [&](const Steps& found, const json::value&) { keys.push_back(join(found, ".")); });
    const std::string guess = did_you_mean(nearest(key, keys));
    return make_error(Code::not_found, "'" + key + "' is not set", guess.empty() ? "List all keys: chitty config list" : guess);
  }
  return Reply(shown(steps_of_key(key), *value, **config, context.catalogue));
}

Result<Reply> config_list(const Arguments&, BuiltinContext& context) {
  const auto loaded = context.config();
  if (!loaded) return loaded.error();
  const Config& config = **loaded;
  json::array records;
  each_setting(config.effective(), [&](const Steps& found, const json::value& value) {
    const auto* projects = at(config.project().root, found);
    const bool from_project = projects && *projects == value;
    json::object record;
    record["key"] = join(found, ".");
    record["value"] = shown(found, value, config, context.catalogue);
    const auto& file = from_project ? config.project_file() : config.file();
    record["from"] = file.string();
    record["file"] = file.filename().string();
    records.push_back(std::move(record));
  });
  return Reply::records(std::move(records));
}

Result<Reply> config_path(const Arguments&, BuiltinContext& context) {
  const Config config = Config::at(context.paths, context.working_folder);
  return Reply(json::object{{"path", config.file().string()}, {"projectPath", config.project_file().string()}});
}

}  // namespace chitty::host

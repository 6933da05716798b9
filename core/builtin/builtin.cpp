#include "builtin/builtin.hpp"

#include "builtin/api.hpp"
#include "builtin/config.hpp"
#include "builtin/plugin.hpp"
#include "builtin/words.hpp"

namespace chitty::host {

Builtin find_builtin(std::string_view path) {
  static constexpr struct {
    std::string_view path;
    Builtin function;
  } table[] = {
      {"api", {.request = api}},
      {"completion bash", {.read = completion_bash}},
      {"completion fish", {.read = completion_fish}},
      {"completion suggest", {.read = completion_suggest}},
      {"completion zsh", {.read = completion_zsh}},
      {"config edit", {.plan = config_edit}},
      {"config get", {.read = config_get}},
      {"config list", {.read = config_list}},
      {"config path", {.read = config_path}},
      {"config set", {.plan = config_set}},
      {"config unset", {.plan = config_unset}},
      {"config validate", {.read = config_validate}},
      {"plugin check", {.plan = plugin_check}},
      {"plugin dev", {.plan = plugin_dev}},
      {"plugin info", {.read = plugin_info}},
      {"plugin list", {.read = plugin_list}},
      {"remote add", {.plan = remote_add}},
      {"remote list", {.read = remote_list}},
      {"remote remove", {.plan = remote_remove}},
      {"remote rename", {.plan = remote_rename}},
      {"remote show", {.read = remote_show}},
      {"remote test", {.read = remote_test}},
      {"version", {.read = version}},
  };
  for (const auto& entry : table)
    if (entry.path == path) return entry.function;
  return {};
}

}  // namespace chitty::host

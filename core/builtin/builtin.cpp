#include "builtin/builtin.hpp"

#include "builtin/config.hpp"
#include "builtin/plugin.hpp"
#include "builtin/words.hpp"

namespace chitty {

Builtin find_builtin(std::string_view path) {
  static constexpr struct {
    std::string_view path;
    Builtin function;
  } table[] = {
      {"completion bash", completion_bash},
      {"completion fish", completion_fish},
      {"completion suggest", completion_suggest},
      {"completion zsh", completion_zsh},
      {"config edit", config_edit},
      {"config get", config_get},
      {"config list", config_list},
      {"config path", config_path},
      {"config set", config_set},
      {"config unset", config_unset},
      {"config validate", config_validate},
      {"plugin check", plugin_check},
      {"plugin info", plugin_info},
      {"plugin list", plugin_list},
      {"remote add", remote_add},
      {"remote list", remote_list},
      {"remote remove", remote_remove},
      {"remote rename", remote_rename},
      {"remote show", remote_show},
      {"remote test", remote_test},
      {"version", version},
  };
  for (const auto& entry : table)
    if (entry.path == path) return entry.function;
  return nullptr;
}

}  // namespace chitty

#include "builtin/builtin.hpp"

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
      {"plugin info", plugin_info},
      {"plugin list", plugin_list},
      {"version", version},
  };
  for (const auto& entry : table)
    if (entry.path == path) return entry.function;
  return nullptr;
}

}  // namespace chitty

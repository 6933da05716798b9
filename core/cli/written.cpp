#include "cli/written.hpp"

namespace chitty::host {

const Argument* own_option(const Command& command, std::string_view token) {
  const bool is_long = token.starts_with("--");
  const auto name = is_long ? token.substr(2, token.find('=') - 2) : token.substr(0, 2);
  for (const auto& option : command.options)
    if (is_long ? name == option.name : name.size() == 2 && option.short_name && name[1] == option.short_name)
      return &option;
  return nullptr;
}

Written read_rest(const Command& command, const std::vector<std::string>& rest) {
  Written written;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const auto& token = rest[i];
    if (written.ended || token.empty() || token[0] != '-' || token == "-") {
      ++written.words;
    } else if (token == "--") {
      written.ended = true;
    } else if (const auto* option = own_option(command, token)) {
      written.options.insert(option->name);
      const bool has_value = token[1] == '-' ? token.find('=') != token.npos : token.size() > 2;
      if (is_flag(*option) || has_value) continue;
      if (++i == rest.size()) written.awaiting = option;
    }
  }
  return written;
}

}  // namespace chitty::host

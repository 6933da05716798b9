// Everything that is wrong with the configuration at once, for `chitty config validate` and `chitty config edit`.
#pragma once

#include "config/config.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace chitty::host {

// What validation may ask of the rest of the house.
struct KnownTypes {
  std::function<std::optional<RemoteType>(std::string_view type)> remote_type;  // none: no plugin of that name
  std::function<bool(std::string_view word)> is_command_word;                   // a first word that is a command already
};

// Every problem of the user's file and of the project's, errors first, each at its file, line and column. Nothing is
// resolved and no command of an exec: reference runs.
// An empty path stands for no such file.
std::vector<Diagnostic> validate_config(const std::filesystem::path& user, const std::filesystem::path& project, const KnownTypes& known);

}  // namespace chitty::host

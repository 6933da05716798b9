// One configuration file on disk: read with every fault at its line and column, written so that nothing is lost.
#pragma once

#include "config/json_text.hpp"
#include "config/shape.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace chitty {

struct ConfigFile {
  std::filesystem::path path;
  std::string text;   // as it stands there; empty when there is no file
  json::object root;

  // An absent file is an empty one. CONFIGURATION when it cannot be read or is not a JSON object.
  static Result<ConfigFile> read(const std::filesystem::path& path);

  // The problem with this file's name and the place of its `steps` filled in.
  ConfigProblem at_its_place(ConfigProblem problem) const;
};

// "FILE:LINE:COLUMN: sentence", and its hint.
Error as_error(const ConfigProblem& problem);

// The same error with what to do about a full disk, a missing right, something in the way.
Error with_advice(Error error);

// Replace the file by `text`: 0600, whole or not at all. A symbolic link stays one: what it points to is replaced, so that
// whoever keeps configuration elsewhere and links to it can go on.
Result<void> write_config(const std::filesystem::path& path, std::string_view text);

}  // namespace chitty

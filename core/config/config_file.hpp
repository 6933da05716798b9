// One configuration file on disk: read with every fault at its line and column, written so that nothing is lost.
#pragma once

#include "base/trust.hpp"
#include "config/text/json_text.hpp"
#include "config/shape.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace chitty::host {

struct ConfigFile {
  std::filesystem::path path;
  std::string text;  // as it stands there; empty when there is no file
  json::object root;

  // An absent file is an empty one. CONFIGURATION when it cannot be read, is not a JSON object, or is not to be believed: the
  // user's own with its folder, a project's by itself, since a team may share it.
  static Result<ConfigFile> read(const std::filesystem::path& path, Reach believed = Reach::folder);

  // The problem with this file's name and the place of its `steps` filled in.
  Diagnostic at_its_place(Diagnostic problem) const;
};

// "FILE:LINE:COLUMN: sentence", and its hint.
Error as_error(const Diagnostic& problem);

// The same error with what to do about a full disk, a missing right, something in the way.
Error with_advice(Error error);

// Where a file really is, behind the symbolic links that lead there. CONFIGURATION when they lead back to themselves.
Result<std::filesystem::path> end_of_links(const std::filesystem::path& path);

// Replace the file by `text`: 0600, whole or not at all. A symbolic link stays one: what it points to is replaced, so that
// whoever keeps configuration elsewhere and links to it can go on.
Result<void> write_config(const std::filesystem::path& path, std::string_view text);

}  // namespace chitty::host

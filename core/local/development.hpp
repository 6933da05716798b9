// The ChittyOS of one plugin that is being written: a chittyd with data, settings and logs of its own, in one folder.
// Nothing of the person's own ChittyOS is read or changed.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <filesystem>
#include <string>

#include "base/paths.hpp"

namespace chitty::host {

class Development {
 public:
  // `paths` are those of this process: program and library stay.
  Development(const Paths& paths, std::filesystem::path folder);

  // Put `library` (the bytes of a plugin called `name`) where this chittyd finds it, in place of what is there; then
  // start chittyd anew, with changed migrations of `name` undone and applied again. What Control::up answers.
  // CONFIGURATION, CONFLICT, UNREACHABLE, TIMEOUT as Control says.
  Result<boost::json::object> run(const std::string& name, std::string_view library);

  std::filesystem::path command() const { return folder_ / "chitty"; }  // chitty, for this chittyd

 private:
  Result<void> install(const std::string& name, std::string_view library) const;
  Result<void> write_command() const;
  Result<void> write_settings(const boost::json::object& running) const;

  std::filesystem::path folder_;
  Paths paths_;
};

}  // namespace chitty::host

// What kind of file is this, and for which machine? ELF, PE and Mach-O alike, from bytes, without the loader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/record.hpp"

namespace chitty::host {

struct ObjectFile {
  enum class Format {
    none,
    elf,
    pe,
    macho
  };
  Format format = Format::none;
  std::string system;                // "Linux", "Windows", "macOS"
  std::string machine;               // "x86_64", "aarch64", …, as uname(1) writes it
  bool is_library = false;           // of the kind that a loader loads into a process
  std::string damage;                // a clause when it is not whole: "is cut off: …"
  std::optional<FileRange> section;  // where the manifest's section stands, when the file says so
};

ObjectFile read_object_file(std::string_view bytes);

// The system and machine of this host.
std::string host_machine();

}  // namespace chitty::host

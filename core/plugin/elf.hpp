// Minimal ELF parsing before the loader may open a file: is it whole, for which machine, where is the
// manifest, and what does it export? Written for hostile bytes: every offset is checked, every loop is bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/record.hpp"

namespace chitty::host {

struct Elf {
  std::string machine;                // "x86_64"; "i686 (32 bit)" and the like when it is not 64-bit little-endian
  bool is_shared = false;             // ET_DYN with a dynamic section and no program interpreter
  std::string damage;                 // a clause: "is cut off: …"; empty: whole
  std::optional<FileRange> manifest;  // the section .chitty.manifest
  std::vector<std::string> exports;   // what a loader finds in it by name; at most 16 are listed
  bool is_native_form = false;        // 64-bit little-endian: the fields above were read
};

// `bytes` begins with the ELF mark.
Elf read_elf(std::string_view bytes);

}  // namespace chitty::host

// The record that carries a manifest inside a library.
//
// 16 bytes of magic, u32 record version (1), u32 flags (0), u64 length, SHA-256 of the payload, payload (UTF-8 JSON);
// little-endian, 16-byte aligned, in a read-only section that is loaded, so that `strip` and code signing keep it.
#pragma once

#include <string>

namespace chitty::tool {

// The bytes of the record.
std::string record_of(const std::string& payload);

// A C file (C89 and C++) that puts the bytes into their section on ELF, PE and Mach-O.
std::string c_file_of(const std::string& record);

}  // namespace chitty::tool

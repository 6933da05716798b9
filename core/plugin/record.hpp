// The manifest's record in the bytes of a library (ABI-27), found without the loader and without running anything:
//
//   offset 0   16 bytes  the mark: 7F "chitty-manif" 1A 0D 0A
//         16   u32       record version, 1          20  u32  flags, 0
//         24   u64       length of the payload      32  32 bytes  SHA-256 of the payload
//         64   payload   UTF-8 JSON, at most 1 MiB
//
// little-endian, at a file offset divisible by 16, in a section of its own. The digest guards against truncation and
// build mistakes, not against attackers.
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host {

// Where a section stands in the file.
struct FileRange {
  std::uint64_t offset = 0, size = 0;
};

// The payload of the one record. The whole file is scanned, so that a second record is seen; `section` is where the
// file says that it is, if it still says so (`strip` may have taken the table away). PLUGIN_FAULT: a clause for the
// file's name to stand before ("carries no manifest").
Result<std::string_view> read_record(std::string_view file, std::optional<FileRange> section);

// A record with this payload, as the build makes it; for tests and tools.
std::string make_record(std::string_view payload);

}  // namespace chitty::host

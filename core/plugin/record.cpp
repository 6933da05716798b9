#include "plugin/record.hpp"

#include <chitty/plugin.h>

#include <cstring>
#include <vector>

#include "base/hash.hpp"
#include "plugin/bytes.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t step = 16, head_size = 64;
constexpr std::uint32_t known_version = 1;

// Put together at run time, so that no program that holds this code carries the mark itself.
std::string mark() {
  std::string bytes(
      "\x7f"
      "chitty-");
  bytes += "manif\x1a\r\n";
  return bytes;
}

// Offsets of all marks, at most two: more makes no difference.
std::vector<std::size_t> find_marks(std::string_view file) {
  const std::string wanted = mark();
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at + step <= file.size() && found.size() < 2; at += step)
    if (std::memcmp(file.data() + at, wanted.data(), step) == 0) found.push_back(at);
  return found;
}

Error fault(std::string clause, std::string hint) {
  return make_error(Code::plugin_fault, std::move(clause), std::move(hint));
}

constexpr const char* rebuild =
    "Build the plugin again with chitty_plugin() of the SDK, or get it again from its publisher.";

Result<std::string_view> payload_at(std::string_view file, std::size_t at) {
  const auto version = little_endian<std::uint32_t>(file, at + 16);
  const auto flags = little_endian<std::uint32_t>(file, at + 20);
  const auto length = little_endian<std::uint64_t>(file, at + 24);
  if (!version || !flags || !length || file.size() - at < head_size)
    return fault("is cut off in the middle of its manifest", "Copy the file again: it is not whole.");
  if (*version != known_version || *flags != 0)
    return fault("has a manifest in a format that this chitty does not know (version " + std::to_string(*version) +
                     ", flags " + std::to_string(*flags) + "; known: 1, 0)",
                 "Update chitty.");
  if (*length > CHITTY_MAX_MANIFEST)
    return fault("says that its manifest has " + std::to_string(*length) + " bytes; at most 1 MiB is allowed", rebuild);
  if (*length > file.size() - at - head_size)
    return fault("says that its manifest has " + std::to_string(*length) + " bytes, but only " +
                     std::to_string(file.size() - at - head_size) + " follow in the file",
                 rebuild);
  const auto payload = file.substr(at + head_size, static_cast<std::size_t>(*length));
  if (const Digest digest = sha256(payload); std::memcmp(digest.data(), file.data() + at + 32, digest.size()) != 0)
    return fault("has a manifest that does not match its SHA-256: changed after the build, or damaged",
                 rebuild);
  return payload;
}

}  // namespace

Result<std::string_view> read_record(std::string_view file, std::optional<FileRange> section) {
  const auto marks = find_marks(file);
  if (marks.empty())
    return fault("has no manifest, so it is not a chitty plugin", "Build it with chitty_plugin() of the SDK.");
  if (marks.size() > 1)
    return fault("has more than one manifest (at bytes " + std::to_string(marks[0]) + " and " +
                     std::to_string(marks[1]) + ")",
                 "Link exactly one manifest into the library.");
  const auto at = marks.front();
  if (section && section->offset != at)
    return fault("has its manifest at byte " + std::to_string(at) + ", but its section table says " +
                     std::to_string(section->offset),
                 rebuild);
  return payload_at(file, at);
}

std::string make_record(std::string_view payload) {
  std::string record = mark();
  put_little_endian<std::uint32_t>(record, known_version);
  put_little_endian<std::uint32_t>(record, 0);
  put_little_endian<std::uint64_t>(record, payload.size());
  const Digest digest = sha256(payload);
  record.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  return record.append(payload);
}

}  // namespace chitty::host

// A manifest as its author wrote it: manifest.json, and the migrations that stand beside it. Failures are thrown as
// std::runtime_error with a sentence that begins with file and line; only main catches.
#pragma once

#include <boost/json/value.hpp>
#include <filesystem>
#include <string>

namespace chitty::tool {

std::string read_file(const std::filesystem::path& path);

// Strict JSON: UTF-8, no duplicate members in an object, nothing after the value. `file` is for the message.
boost::json::value parse_json(const std::string& text, const std::filesystem::path& file);

// manifest.json as an object, with migrations/NNN_what.sql put under `service`, and schemas of its files under `$defs`
// (references.hpp).
boost::json::object read_manifest(const std::filesystem::path& file);

}  // namespace chitty::tool

// A manifest with all its parts in it and every form written out, as a host reads it.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>

namespace chitty::tool {

// Each schema that is named by its file, relative to the manifest's folder, is put under `$defs` by the file's stem, and the
// reference says so: the whole is one self-contained text. Throws std::runtime_error with a sentence that begins with the file.
void bring_in_files(boost::json::object& manifest, const std::filesystem::path& file);

// Routes in their long form: `query` is one object schema, of several routes with one handler each says all, and a list
// says how it goes on.
void write_out_routes(boost::json::object& manifest);

}  // namespace chitty::tool

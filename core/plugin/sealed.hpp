// The bytes hashed are the bytes loaded (ABI-26).
#pragma once

#include <string>

#include "plugin/catalogue.hpp"

namespace chitty {

// A path from which the loader gets exactly the bytes whose hash the row has: the library's own, when no other user can
// write it and its stamp or its hash says that it is the same; else that of a sealed copy in memory, which stays for
// the life of the process. PLUGIN_FAULT when the file is not the one that was indexed.
Result<std::string> loadable_path(const CatalogueRow& row);

// The copy alone, whatever the folder.
Result<std::string> sealed_copy(const CatalogueRow& row);

}  // namespace chitty

// The bytes hashed are the bytes loaded (ABI-26).
#pragma once

#include <string>

#include "plugin/catalogue.hpp"

namespace chitty::host {

// A path from which the loader gets exactly the bytes whose hash the row has. PLUGIN_FAULT when the file is not the one that was
// indexed, or when somebody else could change it (base/trust.hpp). It is the real path of the library, whose every part was
// just judged: no link is left that could be turned, `$ORIGIN` and debuggers work, and nothing is copied. A file that is too
// young for its stamp to prove its bytes is loaded from a sealed copy in memory, which stays for the life of the process.
Result<std::string> loadable_path(const CatalogueRow& row);

// The copy alone, whatever the folder.
Result<std::string> sealed_copy(const CatalogueRow& row);

}  // namespace chitty::host

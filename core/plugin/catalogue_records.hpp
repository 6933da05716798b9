// What chitty.catalogue/1 writes: the catalogue as a plugin reads it, the manifests among it whole.
#pragma once

#include <functional>
#include <string>

#include "plugin/catalogue.hpp"

namespace chitty::host {

// Each row as a JSON object, by name and, of those without one or of one name, by path. Stops at the first failure of `take`, and
// returns it.
Result<void> catalogue_records(const Catalogue& catalogue, const std::function<Result<void>(std::string_view)>& take);

}  // namespace chitty::host

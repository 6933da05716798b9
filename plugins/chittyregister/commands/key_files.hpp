// The SDK's files that are written whole or not at all, by their short name.
#pragma once

#include <chitty/new_file.hpp>

namespace chittyregister {

using chitty::NewFile;

}  // namespace chittyregister

// Base64 in its two spellings: the SDK's, which plugins use as well.
#pragma once

#include <chitty/base64.hpp>

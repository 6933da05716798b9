// The SDK's keys, by their short names.
#pragma once

#include <chitty/x509/key.hpp>

#include "openssl.hpp"

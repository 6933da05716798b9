// The SDK's owners of OpenSSL's objects, by their short names.
#pragma once

#include <chitty/x509/openssl.hpp>

namespace chittyregister {

using namespace chitty::x509;

}  // namespace chittyregister

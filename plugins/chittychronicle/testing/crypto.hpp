// chitty.crypto/1 for tests of what only computes.
#pragma once

#include <chitty/crypto.hpp>
#include <chitty/testkit/openssl_crypto.hpp>

namespace chittychronicle::testing {

inline chitty::Crypto crypto() { return chitty::Crypto(&chitty::testkit::openssl_crypto()); }

}  // namespace chittychronicle::testing

// The way without a browser (RFC 8628): a code to type elsewhere, and polling until it is answered.
#pragma once

#include "oauth_issuer.hpp"

namespace chittyauth::commands {

Result<Reply> authorize_device(Host& host, const Issuer& issuer, const std::string& client, const std::string& scope);

}  // namespace chittyauth::commands

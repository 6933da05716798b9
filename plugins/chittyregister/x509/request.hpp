// Certificate signing requests (PKCS#10). Any thread.
#pragma once

#include "name.hpp"
#include "openssl.hpp"

namespace chittyregister {

// For `key`, in PEM.
chitty::Result<std::string> make_request(EVP_PKEY* key, const std::string& common_name, const std::vector<Name>& names);

// What is taken of one: its key, and the names it asks for. Everything else in it is the authority's to say.
struct Requested {
  Key key;
  std::vector<std::string> names;
};

// INVALID_ARGUMENT: it is none, its signature is not by its key, the key is weak, a name in it is of a kind that is not certified,
// there are more than `most` names.
chitty::Result<Requested> read_request(std::string_view pem, std::size_t most);

// "DNS:a.example,IP:127.0.0.1", of which OpenSSL makes the extension.
std::string alternative_names(const std::vector<Name>& names);

}  // namespace chittyregister

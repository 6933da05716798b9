// A platform that somebody has connected, as the store has it, and requests to it.
#pragma once

#include <chitty/service.hpp>

#include "outward.hpp"

namespace chittyconnect::integrations {

using namespace chitty;

struct Connection {
  std::string id, slug, provider, base_url, header, prefix;
  json::array operations{};
};

// The caller's, by its name or by that of its platform. NOT_FOUND says how to add it.
Result<Connection> connection_of_caller(Service& service, std::string_view name);

// A request below the platform's address, its fields and the credential in. REFUSED when the platform's description has no such
// operation; INVALID_ARGUMENT of a path that is none.
Result<Outward> request_to(Service& service, const Connection& connection, std::string_view method, std::string_view path);

// Keep the credential of a connection, sealed. Not within a transaction's reach: its key becomes a blob first.
Result<std::string> sealing_for_credentials(Service& service);
Result<void> keep_credential(Service& service, std::string_view sealing, std::string_view connection, std::string_view secret);

// Empty where there is none.
Result<std::string> credential_of(Service& service, std::string_view connection);

// The address without a slash at its end. INVALID_ARGUMENT: it is none, has credentials, query or fragment in it, or would carry a
// credential by plain HTTP to another machine.
Result<std::string> base_address(std::string address);

}  // namespace chittyconnect::integrations

// The person behind a caller. The gate knows subjects: a person's is their DID, and others stand for one (id_subjects), as
// the daemon's owner does. What a subject has done, its person has done.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <string_view>

namespace chitty::id {

// The caller's own identity, minted at first need; a caller whose subject is a DID is that. Inside a transaction.
Result<std::string> own_identity(Service& service);

// The own identity if there is one already; else empty.
Result<std::string> known_identity(Service& service);

// As SQL: is the subject in `column` the caller, or another one of its person? With the parameters that caller_parameters
// gives: `caller` and `person`, the known identity.
std::string is_caller(std::string_view column);
Result<json::object> caller_parameters(Service& service);

namespace service {

// POST /api/v2/owner {did}
Result<Response> name_owner(Service& service);

}  // namespace service
}  // namespace chitty::id

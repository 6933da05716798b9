// The person behind a caller. The gate knows subjects: a person's is their DID, and others stand for one (id_subjects), as
// the daemon's owner does. What a subject has done, its person has done.
#pragma once

#include <chitty/ownership.hpp>
#include <string>
#include <string_view>

namespace chitty::id {

// The caller's own identity, minted at first need; a caller whose subject is a DID is that. Inside a transaction.
Result<std::string> own_identity(Service& service);

// The own identity if there is one already; else empty.
Result<std::string> known_identity(Service& service);

// Whose a row is: its person's, when `column` holds the caller or another subject of that person; or when `others`, a condition on
// :person, the known identity, says so (may be empty). Where the route sees everybody's, it is not looked up who the person is.
Result<Ownership> owned_by_person(Service& service, const std::string& column, const std::string& others = {});

// The same whatever the route sees.
Result<Ownership> strictly_owned_by_person(Service& service, const std::string& column, const std::string& others = {});

// Is that identity the caller's person, or one that it has minted?
Result<bool> is_own_identity(Service& service, const std::string& did);

}  // namespace chitty::id

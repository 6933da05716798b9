// What a verification found, as an event of the entity that was verified.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chittytrust {

// Whose findings count: of whoever runs this ChittyOS, and of those whom it trusts. Else accounts that are one person's could raise
// each other, or pull somebody down, for what they pay each other.
chitty::Result<bool> finding_counts(chitty::Service& service);

// Of the request in `row`, which the caller has completed. Within a transaction.
chitty::Result<void> keep_finding(chitty::Service& service, const chitty::Row& row, const std::string& outcome);

}  // namespace chittytrust

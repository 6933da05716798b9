// The ChittyID of a case: minted by chittyid, at once or, where that was not to be had, later.
#pragma once

#include <chitty/service.hpp>
#include <chitty/store.hpp>
#include <chrono>

namespace chittycases {

// Of a case without one; null where chittyid is not installed. Asked for the same case twice it is the same one.
chitty::Result<chitty::json::value> mint_identity(chitty::Service& service, const chitty::Row& of);

// For those that have none yet.
chitty::Result<std::chrono::milliseconds> tend(chitty::Service& service);

}  // namespace chittycases

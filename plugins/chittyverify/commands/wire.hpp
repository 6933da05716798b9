// What the service's answers have, for commands: lists page by page, an entry of the custody as a row.
#pragma once

#include <chitty/host.hpp>
#include <chitty/store.hpp>
#include <functional>

#include "../proof.hpp"

namespace chittyverify {

// The record of the evidence.
chitty::Result<chitty::json::object> evidence_record(chitty::Host& host, const std::string& id);

// Each entry of its custody as it came, oldest first.
chitty::Result<void> each_entry(chitty::Host& host, const std::string& id, const std::function<chitty::Result<void>(const chitty::json::object&)>& take);

// With the columns' names, for CustodyCheck. MALFORMED when one is missing.
chitty::Result<chitty::Row> row_of_entry(const chitty::json::object& entry);

// What blockchain-status is told.
chitty::Result<chitty::json::object> minting_status(chitty::Host& host, const std::string& id);

// "valid", "none", or what is wrong. Whether it is a proof of this evidence with this content is looked at, too.
std::string proof_status(const chitty::Crypto& crypto, const chitty::json::object& status, const chitty::json::object& evidence);

}  // namespace chittyverify

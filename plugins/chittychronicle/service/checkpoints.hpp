// Checkpoints of the log: signed, kept, given to whoever wants to hold the log to them one day.
#pragma once

#include <chitty/service.hpp>
#include <string>

#include "../checkpoint_note.hpp"
#include "journal.hpp"

namespace chittychronicle {

// Within the transaction that has moved the log there: signs where it stands, when the last checkpoint is ten seconds old.
chitty::Result<void> sign_when_due(chitty::Service& service, const LogState& state);

// Within a transaction: the note of where the log stands, signed now unless it has been.
chitty::Result<std::string> checkpoint_of(chitty::Service& service, const LogState& state);

// The private key of the log, as a JSON Web Key.
chitty::Result<std::string> signing_key(chitty::Service& service);

}  // namespace chittychronicle

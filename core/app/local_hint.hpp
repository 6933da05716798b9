// Where nothing answers although this machine should, the way out is to start its ChittyOS: said in the words of whichever
// installed plugin offers to (its manifest asks for chitty.local/1), for the host itself knows no plugin's words.
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

// The error with "To start a local one: chitty …" in its hint, or with another credential where the one in use was refused, if that
// would help; else as it is.
Error with_local_hint(const chitty_call& call, Error error);

}  // namespace chitty::host

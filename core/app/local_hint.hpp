// Where nothing answers although this machine should, the way out is to start its ChittyOS: said in the words of whichever
// installed plugin offers to (its manifest asks for chitty.local/1), for the host itself knows no plugin's words.
#pragma once

#include "app/session.hpp"

namespace chitty {

// The error with "To start a local one: chitty …" in its hint, if that would help; else as it is.
Error with_local_hint(Session& session, Error error);

}  // namespace chitty

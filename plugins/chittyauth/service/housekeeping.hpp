// What has ended is kept for a while, so that whoever shows it is told why, and is then cleared: by whoever makes another of
// its kind, a few rows at a time. So no table grows with time, and no request pays for a month of others.
#pragma once

#include <chitty/service.hpp>

namespace chitty::auth {

// Tokens that expired, were revoked or were exchanged a month ago, but for the last one of each service, which says what its
// next may do. What hangs on a token goes first, so that the tree stays whole. Inside a transaction.
Result<void> clear_ended_tokens(Service& service);

// that live for minutes, or an hour
enum class Passing {
  sign_in,
  session,
  code,
  device
};
Result<void> clear_ended(Service& service, Passing kind);

}  // namespace chitty::auth

// The time by which tokens end and limits begin anew. A system clock that is set back must not give either of them another life: so
// this one follows the system's forward, and goes on by the steady clock where the system's goes back. What it has reached is
// kept in the database (store/database_record.hpp), for the time when this process is no more.
#pragma once

#include <cstdint>

namespace chitty::host::daemon {

std::int64_t trusted_ms() noexcept;             // since 1970; never less than before. [any-thread]
void trust_at_least(std::int64_t ms) noexcept;  // it was that late already
std::int64_t behind_trusted_ms() noexcept;      // by how much the system's clock is behind it

}  // namespace chitty::host::daemon

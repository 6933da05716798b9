// Sessions as the store has them. One that links an account elsewhere lasts until it is invalidated; one that a client has
// begun for itself (provider "session") ends an hour after it was last used.
#pragma once

#include <chitty/ownership.hpp>

namespace chitty::id {

inline constexpr std::int64_t session_ttl = 3'600'000;  // milliseconds

// What is asked of sessions, `status` (active, expired, invalidated) among it; and SQL that is true for those that have ended. Both take
// the parameter `then`, which is `session_ttl` ago.
inline constexpr std::string_view select_sessions =
    "SELECT id, subject, did, did AS user_id, provider, external_id, project_id, metadata, state, version,"
    " CASE WHEN invalidated_at IS NOT NULL THEN 'invalidated' WHEN provider = 'session' AND last_sync < :then THEN 'expired'"
    " ELSE 'active' END AS status, created_at, last_sync, invalidated_at, invalidation_reason FROM id_sessions";
inline constexpr std::string_view has_ended = "(invalidated_at IS NOT NULL OR (provider = 'session' AND last_sync < :then))";
std::string ttl_ago(const Service& service);

// Whose sessions a caller sees: its person's, the owner all.
Result<Ownership> own_sessions(Service& service);

// When it expires, in milliseconds since 1970; none if it does not.
std::optional<std::int64_t> expiry_of(const Row& row);

// The session of the caller's for an account, if there is one; and by its id, else NOT_FOUND.
Result<std::optional<Row>> session_of_account(Service& service, std::string_view provider, std::string_view external_id);
Result<Row> session_by_id(Service& service, const std::string& id);

// By its id; CONFLICT for one that was invalidated, and for one that has expired.
Result<Row> unspoilt_session(Service& service, const std::string& id);
Result<Row> live_session(Service& service, const std::string& id);

// Another state of a session, which counts as a use of it. Inside a transaction; gives it as it is then.
Result<Row> set_state(Service& service, const std::string& id, std::string_view state);

// Take those that have ended, and meet `condition` too, out of the store with their checkpoints. Inside a transaction.
struct Removed {
  std::uint64_t sessions = 0, checkpoints = 0;
};
Result<Removed> remove_ended(Service& service, const std::string& condition, json::object parameters);

// In the names of the wire; and with what was done to it.
json::object session_of(const Row& row);
json::object session_answer(const Row& row, std::string_view sync_status);

// Record what happened to a session.
Result<void> tell(Service& service, std::string_view type, const Row& session, json::object data = {});

}  // namespace chitty::id

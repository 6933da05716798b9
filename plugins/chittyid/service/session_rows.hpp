// Sessions as the store has them. One that links an account elsewhere lasts until it is invalidated; one that a client has
// begun for itself (provider "session") ends an hour after it was last used.
#pragma once

#include <chitty/service.hpp>

namespace chitty::id {

inline constexpr std::int64_t session_ttl = 3'600'000;  // milliseconds

enum class SessionStatus { active, expired, invalidated };
std::string_view name_of(SessionStatus status);
SessionStatus status_of(const Row& row, std::int64_t now);

// When it expires, in milliseconds since 1970; none if it does not.
std::optional<std::int64_t> expiry_of(const Row& row);

// SQL that is true for those that have expired; its parameter `then` is `session_ttl` ago.
inline constexpr std::string_view has_expired = "(provider = 'session' AND last_sync < :then)";
std::string ttl_ago(const Service& service);

// The columns that the functions here read.
inline constexpr std::string_view session_columns =
    "id, subject, did, provider, external_id, project_id, metadata, state, version, created_at, last_sync, invalidated_at,"
    " invalidation_reason";

// The session that `condition` finds; NOT_FOUND if there is none.
Result<Row> session_row(Service& service, const std::string& condition, const json::object& parameters);

// By its id: a caller has its person's sessions, the owner all. `live` refuses with CONFLICT one that has ended.
Result<Row> session_by_id(Service& service, const std::string& id);
Result<Row> live_session(Service& service, const std::string& id);

// Take those that have ended, and meet `condition` too, out of the store with their checkpoints. Inside a transaction.
struct Removed {
  std::uint64_t sessions = 0, checkpoints = 0;
};
Result<Removed> remove_ended(Service& service, const std::string& condition, json::object parameters);

// In the names of the wire; and with what was done to it.
json::object session_of(const Row& row, std::int64_t now);
json::object session_answer(const Row& row, std::string_view sync_status, std::int64_t now);

// {"id":…,"name":…,"version":…,"createdAt":…}, the newest first.
Result<json::array> checkpoints_of(Service& service, const std::string& session);

}  // namespace chitty::id

// What each piece of the owner's work has before it: the order, the database, whose tables there are, and where to tell.
#pragma once

#include "base/paths.hpp"
#include "daemon/admin/frames.hpp"
#include "daemon/admin/interruption.hpp"
#include "daemon/admin/known_tables.hpp"
#include "daemon/store/dialect.hpp"
#include "local/local_folder.hpp"

#include <chitty/error.hpp>
#include <chitty/members.hpp>

#include <memory>
#include <string>

namespace chitty::host::daemon {

struct Desk {
  const Paths& paths;
  const json::object& order;
  const std::string& url;  // of the database
  Frames& frames;
  Interruption& interruption;
  const Dialect& dialect;
  const KnownTables& known;

  std::string text(std::string_view member) const { return text_in(order, member); }
  bool flag(std::string_view member) const {
    const auto* value = order.if_contains(member);
    return value && *value == true;
  }
  std::int64_t number(std::string_view member, std::int64_t otherwise) const {
    const auto* value = order.if_contains(member);
    return value && value->is_int64() ? value->get_int64() : otherwise;
  }
  LocalFolder folder() const { return {paths.data, paths.state}; }

  // Interrupted by whoever started this program, from now on.
  Result<std::unique_ptr<OwnerSession>> open(bool read_only) const;

  // The table that the person means. NOT_FOUND, CONFLICT, PERMISSION_DENIED.
  Result<std::string> table(OwnerSession& session, const std::string& noun) const;

  // Into the outbox, in the session's transaction.
  Result<void> event(OwnerSession& session, std::string_view type, const json::object& data) const;
};

// An error that the command behind it has a way on for: it goes by the reason (details.reason), for here no command of a plugin is known.
Error with_reason(Code code, std::string message, std::string_view reason);

Result<json::object> show_status(const Desk& desk);
Result<json::object> run_query(const Desk& desk);
Result<json::object> export_table(const Desk& desk);
Result<json::object> import_table(const Desk& desk);
Result<json::object> migrate_services(const Desk& desk);
Result<json::object> create_backup(const Desk& desk);
Result<json::object> list_backups(const Desk& desk);
Result<json::object> restore_backup(const Desk& desk);
Result<json::object> tail_logs(const Desk& desk);
Result<json::object> diff_schemas(const Desk& desk);
Result<json::object> note_event(const Desk& desk);  // of work of several steps, which a command does

}  // namespace chitty::host::daemon

// Copies of the whole database, in a folder of their own beside it: the copy, and a small record of what is in it and when it was last
// proved to be whole, by restoring it.
#pragma once

#include "daemon/admin/desk.hpp"

#include <filesystem>
#include <map>

namespace chitty::host::daemon {

using TableCounts = std::map<std::string, std::uint64_t>;

std::filesystem::path backup_folder(const Desk& desk);

// Their records, the newest first; those of copies that are gone are left out.
std::vector<json::object> kept_backups(const Desk& desk);

// Rows of each table, within the session's snapshot.
Result<TableCounts> count_rows(OwnerSession& session);

// A consistent copy into `file`, made durable; the rows that each table had at that moment. Writers go on meanwhile.
Result<TableCounts> copy_sqlite(const Desk& desk, const std::filesystem::path& file);
Result<TableCounts> copy_postgres(const Desk& desk, const std::filesystem::path& file);

// That the copy is whole and has these rows; how it was proved, in words. REFUSED: it is not.
Result<std::string> prove_sqlite(const Desk& desk, const std::filesystem::path& file, const TableCounts& expected);
Result<std::string> prove_postgres(const Desk& desk, const std::filesystem::path& file, const TableCounts& expected);

// In place of what is there. The daemon does not run, and cannot start meanwhile.
Result<void> put_back_sqlite(const Desk& desk, const std::filesystem::path& file);
Result<void> put_back_postgres(const Desk& desk, const std::filesystem::path& file);

Result<std::string> sha256_of(const std::filesystem::path& file);
Result<void> make_durable(const std::filesystem::path& file);  // its bytes, and its name in the folder

}  // namespace chitty::host::daemon

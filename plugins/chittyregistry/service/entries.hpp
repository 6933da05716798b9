// What is registered, as rows and as the records that are shown.
#pragma once

#include <chitty/service.hpp>
#include <set>

namespace chittyregistry {

namespace kinds {
inline constexpr std::string_view tool = "tool", service = "service", script = "script";
}

// Of a path such as /api/v1/tools/{id}: its kind, and a hint that lists such things.
std::string_view kind_of_path(std::string_view plural);
std::string hint_for(std::string_view kind);

// The columns of an entry with those of its health, for a statement on registry_entries e and registry_health h.
extern const std::string_view entry_columns;
extern const std::string_view entry_tables;

// By id, ChittyID, or name among those of the kind. A service of this ChittyOS is there without being entered; its number is then 0.
// NOT_FOUND in words of the kind.
chitty::Result<chitty::Row> find_entry(chitty::Service& service, std::string_view kind, const std::string& named);
// The same for who looks for many: `own` are the services of this ChittyOS (own_names), which are asked for once.
chitty::Result<chitty::Row> find_service(chitty::Service& service, const std::string& named, const std::set<std::string>& own);

// The entry as one of its versions says; empty or "latest": as it is. NOT_FOUND.
chitty::Result<chitty::Row> at_version(chitty::Service& service, chitty::Row entry, const std::string& version);

// The row as it is shown. Of a script without what it says, unless `whole`.
chitty::json::object shown(const chitty::Service& service, const chitty::Row& row, bool whole = false);

// May the caller change it? PERMISSION_DENIED says whose it is.
chitty::Result<void> may_change(const chitty::Service& service, const chitty::Row& row);

}  // namespace chittyregistry

// For services: a row as the record that the manifest's schema says. Each property comes from the column of its name, in
// snake_case: lastSync from last_sync. A column that the schema does not name is not shown, and a property that has no
// column is left out. PLUGIN_names.hpp has the shapes, by the names in `$defs` and schema/:
//
//     CHITTY_TRY(auto row, service.store().row("SELECT id, provider, last_sync FROM …", …));
//     return answer(service, {{"session", record_of(row, shapes::session)}});
//
// What has another name in the table is renamed in the statement, `SELECT did AS user_id`.
#ifndef CHITTY_RECORDS_HPP
#define CHITTY_RECORDS_HPP

#include <chitty/json_text.hpp>
#include <chitty/store.hpp>
#include <span>
#include <string_view>

namespace chitty {

struct Property {
  // How the column keeps it: as itself; as JSON in a text (objects, arrays; none is null); as the number 0 or 1 (booleans).
  enum Kept : char {
    itself,
    text,
    number
  };

  std::string_view name, column;
  Kept kept = itself;
};

using Shape = std::span<const Property>;

json::object record_of(const Row& row, Shape shape);
ObjectText record_of(const RowText& row, Shape shape);

}  // namespace chitty

#endif  // CHITTY_RECORDS_HPP

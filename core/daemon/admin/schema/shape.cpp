#include "daemon/admin/schema/shape.hpp"

#include <algorithm>

namespace chitty::host::daemon {

const Piece* TableText::piece(const std::string& kind, const std::string& wanted) const {
  const auto found = std::find_if(pieces.begin(), pieces.end(), [&](const auto& one) { return one.kind == kind && one.name == wanted; });
  return found == pieces.end() ? nullptr : &*found;
}

Result<Shape> shape_of(OwnerSession& session) {
  return session.engine() == std::string_view("sqlite") ? shape_of_sqlite(session) : shape_of_postgres(session);
}

std::string sql_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

}  // namespace chitty::host::daemon

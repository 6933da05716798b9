// Values in the text format of COPY: tabs between them, a line a row, `\N` for NULL.
#pragma once

#include "daemon/store/owner_session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

void append_copied(std::string& line, const Cell& cell);  // without the tab behind it

// One line to cells of these kinds, whose texts are kept in `room`. False: it is none.
bool read_copied(std::string_view line, const std::vector<TableColumn>& columns, std::vector<Cell>& cells, std::string& room);

// A value as PostgreSQL shows it to a cell of that kind; nothing known: text. Bytes are decoded in place.
void read_shown(Cell& cell, std::optional<Cell::Kind> kind, char* text, std::size_t size);

std::optional<Cell::Kind> kind_of_oid(unsigned type);

}  // namespace chitty::host::daemon

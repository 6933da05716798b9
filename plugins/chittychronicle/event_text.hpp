// An event as the wire has it.
#pragma once

#include <string>
#include <string_view>

namespace chittychronicle {

// JSON, of a row with all columns (selected_columns) as the store gives it: the same, but that the columns which hold JSON become it.
std::string event_text(std::string_view row);

}  // namespace chittychronicle

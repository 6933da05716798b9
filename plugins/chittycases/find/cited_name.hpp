// The name of a case before its citation. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace chittycases::find {

// "Bell Atl. Corp. v. Twombly" before ", 550 U.S. 544"; empty if no name stands there.
std::string name_before(std::string_view text, std::size_t at);

// "Twombly" before ", supra".
std::string antecedent_before(std::string_view text, std::size_t at);

}  // namespace chittycases::find

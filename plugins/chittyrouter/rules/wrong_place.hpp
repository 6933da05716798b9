#ifndef CHITTYROUTER_RULES_WRONG_PLACE_HPP
#define CHITTYROUTER_RULES_WRONG_PLACE_HPP

#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chittyrouter {

// "The condition is wrong at column 7: …", and `column` in the details: from 1, in characters.
chitty::Error wrong_place(std::string_view what, std::string_view text, std::size_t at, const std::string& why);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_RULES_WRONG_PLACE_HPP

// What an answer puts into quotation marks, and whether it stands in what its writer was given: a false quotation is told.
#ifndef CHITTYCHAT_RETRIEVAL_QUOTED_HPP
#define CHITTYCHAT_RETRIEVAL_QUOTED_HPP

#include "passages.hpp"

namespace chittychat {

// Of four words or more, as far as they stand in none of the passages; white space and a point at the end aside.
std::vector<std::string> false_quotations(std::string_view answer, const std::vector<Quote>& given);

}  // namespace chittychat

#endif  // CHITTYCHAT_RETRIEVAL_QUOTED_HPP

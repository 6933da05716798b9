// How answers look: what is said where no model speaks, and the sources behind an answer.
#ifndef CHITTYCHAT_COMMANDS_ANSWER_HPP
#define CHITTYCHAT_COMMANDS_ANSWER_HPP

#include <chitty/error.hpp>

#include "../retrieval/passages.hpp"

namespace chittychat {

// The passages, each with its source; why no model was asked stands before them. Of none: that there is nothing in the documents.
std::string answer_of_documents(const std::string& why, const std::string& case_title, const std::vector<Quote>& quotes);

// "Sources:" with the first `count`; empty for none.
std::string sources(const std::vector<Quote>& quotes, std::size_t count);

// As schema/quote.json says.
chitty::json::array records_of(const std::vector<Quote>& quotes, std::size_t count);

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_ANSWER_HPP

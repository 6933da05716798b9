// What a model is told, and what of its answer counts. It sees one mail, as data between marks that the mail cannot know; it has no tools;
// it answers in closed words. Anything else is nonsense, and the next model is asked.
#ifndef CHITTYROUTER_AGENTS_PROMPT_HPP
#define CHITTYROUTER_AGENTS_PROMPT_HPP

#include <chitty/models/chat.hpp>

#include "agents.hpp"

namespace chittyrouter {

chitty::models::ChatRequest prompt_for(const Agent& agent, const Letter& letter, const std::string& mark);

// Why an answer is of no use; empty: it is.
std::string fault_of(const Agent& agent, const chitty::models::ChatAnswer& answer);

// Of an answer without fault: {"category"}, {"level"} or {"body"}, and {"reason"}.
chitty::json::object said_in(const Agent& agent, const chitty::models::ChatAnswer& answer);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_AGENTS_PROMPT_HPP

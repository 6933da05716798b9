// What a model is told, within what it can read. In this order, each as far as there is room: the system prompt and the question, always
// whole; quotes, up to a third of the window, the best first; the latest turns, whole; of those before, the first words of what was asked,
// up to an eighth. A part of the window is reserved for the answer: a quarter, at least 256 tokens, at most 1024. A token is counted as
// four bytes.
#ifndef CHITTYCHAT_BUDGET_HPP
#define CHITTYCHAT_BUDGET_HPP

#include <chitty/models/chat.hpp>

#include "retrieval/passages.hpp"

namespace chittychat {

struct Told {
  std::string system_prompt, case_title, question, mark;  // `mark`: what the passages stand between, which they cannot know
  std::vector<Quote> quotes;                              // the best first
  std::vector<chitty::models::ChatMessage> earlier;       // the oldest first, roles in turn
  std::int64_t window = 0;                                // tokens; 0: not known, 8192 then
};

struct Context {
  chitty::models::ChatRequest request;
  std::size_t quotes = 0;    // how many of them, from the front
  std::size_t left_out = 0;  // messages that are not in it, or shortened
};

// INVALID_ARGUMENT when system prompt and question alone do not fit.
chitty::Result<Context> context_of(const Told& told);

}  // namespace chittychat

#endif  // CHITTYCHAT_BUDGET_HPP

// Models in the order in which they are asked. The next one is asked when one cannot be: as long as nothing of an answer has been shown.
#ifndef CHITTY_MODELS_CHAIN_HPP
#define CHITTY_MODELS_CHAIN_HPP

#include <chitty/models/chat.hpp>
#include <chitty/response_stream.hpp>

namespace chitty::models {

struct Endpoint {
  std::string name, model;
  std::int64_t timeout_ms = 60'000;  // for the whole answer
  std::int64_t context_tokens = 0;   // what it can read; 0: not known
};

// How one of them fared.
struct Hop {
  std::string name, error{};  // empty: it answered
  bool asked = false;         // false: it was left out, and `error` says why
  std::int64_t first_ms = 0, whole_ms = 0, retry_after_ms = 0, tokens = 0;
};

struct ChainAnswer {
  ChatAnswer answer;
  std::string name;  // of the one that answered
  std::vector<Hop> hops;
};

struct Chain {
  std::vector<Endpoint> endpoints;
  // Send the body to that endpoint's /chat/completions.
  std::function<Result<ResponseStream>(const Endpoint&, const std::string& body)> send;
  // Why it is not to be asked now (breaker, budget); empty: it may be. May be null.
  std::function<Result<std::string>(const Endpoint&)> admit{};
  // What came of it. May be null.
  std::function<Result<void>(const Endpoint&, const Hop&)> outcome{};
  // Each piece of text as it comes. Once called for an answer, no other model is asked: what follows would be another's words. May be null.
  std::function<Result<void>(std::string_view)> show{};
  // Why an answer is of no use; empty: it is. Only where nothing is shown. May be null.
  std::function<std::string(const ChatAnswer&)> fault{};
  std::function<std::int64_t()> now;  // milliseconds
  std::function<bool()> cancelled{};

  // UNREACHABLE when none has answered: the last one's reason in the message, all in the details' `hops`. `details.interrupted` when an
  // answer that had begun to be shown was cut off.
  Result<ChainAnswer> ask(const ChatRequest& request) const;

 private:
  Result<ChatAnswer> ask_one(const Endpoint& endpoint, const ChatRequest& request, Hop& hop, bool& shown) const;
};

// A safe guess of how many tokens a text is: four bytes each, and never less than one.
std::int64_t tokens_of(const ChatRequest& request);

json::array hops_text(const std::vector<Hop>& hops);

}  // namespace chitty::models

#endif  // CHITTY_MODELS_CHAIN_HPP

// Chat completions of a model that speaks OpenAI's wire: the request, and the answer as it comes, streamed or whole.
#ifndef CHITTY_MODELS_CHAT_HPP
#define CHITTY_MODELS_CHAT_HPP

#include <chitty/error.hpp>
#include <chitty/models/sse.hpp>
#include <optional>
#include <vector>

namespace chitty::models {

struct ChatMessage {
  std::string role, content;  // "system", "user", "assistant"
};

struct ChatRequest {
  std::vector<ChatMessage> messages;
  std::int64_t max_tokens = 0;  // 0: as many as the model likes
  double temperature = -1;      // below 0: the model's own
  bool stream = true;
};
// The JSON text of `POST /chat/completions`, for one model.
std::string body_of(const ChatRequest& request, std::string_view model);

struct ChatAnswer {
  std::string text, finish_reason, model;
  std::int64_t prompt_tokens = 0, answer_tokens = 0;  // 0: was not said
  bool asked_for_tool = false;
};

// Reads an answer. What is held back of the text is only what is not whole yet: an event in pieces, half of a surrogate pair.
class ChatReader {
 public:
  // `streamed`: text/event-stream; else the body is one JSON object.
  explicit ChatReader(bool streamed) : streamed_(streamed) {}

  // The text that these bytes bring; REFUSED in the model's words when they are an error, also within a 200; MALFORMED.
  Result<std::string> feed(std::string_view bytes);
  // It has said that it has ended: no text comes any more.
  bool ended() const { return done_ || !answer_.finish_reason.empty(); }
  // The end of the body. UNREACHABLE when the answer was cut off: neither [DONE] nor a reason why it ended has come.
  Result<ChatAnswer> end();

 private:
  Result<void> take(std::string_view json_text);
  Result<void> take_choice(const json::object& choice, const char* member);

  bool streamed_, done_ = false;
  SseParser parser_;
  std::string body_, fresh_;
  ChatAnswer answer_;
};

// Without what a terminal would obey: controls of C0, but for tab and line end, and those of C1.
std::string without_controls(std::string_view text);

// What an error's body says, whatever its shape; at most 300 bytes.
std::string words_of_error(std::string_view body);

}  // namespace chitty::models

#endif  // CHITTY_MODELS_CHAT_HPP

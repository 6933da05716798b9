#include <boost/json.hpp>
#include <chitty/members.hpp>
#include <chitty/models/chat.hpp>
#include <chitty/utf8.hpp>

namespace chitty::models {

namespace {

constexpr std::size_t most_body = 8u << 20;

std::string short_text(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  if (text.size() > 300) text.resize(300);
  while (!text.empty() && !is_utf8(text)) text.pop_back();
  return text;
}

std::string words_of(const json::value& error) {
  if (error.is_string()) return std::string(error.get_string());
  auto words = text_in(error, "message");
  return words.empty() ? json::serialize(error) : words;
}

const json::object* object_at(const json::object& object, std::string_view member) {
  const auto* found = object.if_contains(member);
  return found ? found->if_object() : nullptr;
}

}  // namespace

// C1 is written as C2 80 to C2 9F in UTF-8.
std::string without_controls(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) continue;
    if (c == 0xC2 && next >= 0x80 && next <= 0x9F) {
      ++i;
      continue;
    }
    made += text[i];
  }
  return made;
}

std::string body_of(const ChatRequest& request, std::string_view model) {
  json::array messages;
  for (const auto& each : request.messages) messages.push_back(json::object{{"role", each.role}, {"content", each.content}});
  json::object body{{"model", model}, {"messages", std::move(messages)}};
  if (request.max_tokens > 0) body["max_tokens"] = request.max_tokens;
  if (request.temperature >= 0) body["temperature"] = request.temperature;
  if (request.stream) body["stream"] = true, body["stream_options"] = {{"include_usage", true}};
  return json::serialize(body);
}

std::string words_of_error(std::string_view body) {
  boost::system::error_code wrong;
  const auto value = json::parse(body, wrong);
  if (wrong || !value.is_object()) return short_text(std::string(body.substr(0, 300)));
  const auto* error = value.get_object().if_contains("error");
  return short_text(words_of(error ? *error : value));
}

Result<std::string> ChatReader::feed(std::string_view bytes) {
  fresh_.clear();
  if (!streamed_) {
    body_ += bytes;
    if (body_.size() > most_body) return make_error(Code::malformed, "the answer is larger than 8 MiB");
    return std::string();
  }
  CHITTY_DO(parser_.feed(bytes, [&](const SseEvent& event) { return take(event.data); }));
  return std::exchange(fresh_, {});
}

Result<void> ChatReader::take(std::string_view text) {
  if (done_) return {};
  if (text == "[DONE]") return done_ = true, Result<void>();
  boost::system::error_code wrong;
  const auto value = json::parse(text, wrong);
  if (wrong || !value.is_object()) return make_error(Code::malformed, "the answer is not JSON: " + short_text(std::string(text.substr(0, 80))));
  const auto& chunk = value.get_object();
  if (const auto* error = chunk.if_contains("error"); error && !error->is_null()) return make_error(Code::refused, "the model answered with an error: " + short_text(words_of(*error)));
  if (auto model = text_in(chunk, "model"); !model.empty()) answer_.model = std::move(model);
  if (const auto* usage = object_at(chunk, "usage")) {
    for (const auto& [name, to] : {std::pair("prompt_tokens", &answer_.prompt_tokens), std::pair("completion_tokens", &answer_.answer_tokens)})
      if (const auto* count = usage->if_contains(name); count && count->is_int64() && count->get_int64() >= 0) *to = count->get_int64();
  }
  const auto* choices = chunk.if_contains("choices");
  if (!choices || !choices->is_array() || choices->get_array().empty() || !choices->get_array()[0].is_object()) return {};
  return take_choice(choices->get_array()[0].get_object(), streamed_ ? "delta" : "message");
}

Result<void> ChatReader::take_choice(const json::object& choice, const char* member) {
  if (auto reason = text_in(choice, "finish_reason"); !reason.empty()) answer_.finish_reason = std::move(reason);
  const auto* said = object_at(choice, member);
  if (!said) return {};
  if (const auto* tools = said->if_contains("tool_calls"); tools && tools->is_array() && !tools->get_array().empty()) answer_.asked_for_tool = true;
  if (said->contains("function_call") && !said->at("function_call").is_null()) answer_.asked_for_tool = true;
  const auto piece = text_in(*said, "content");
  if (answer_.text.size() + piece.size() > most_body) return make_error(Code::malformed, "the answer is larger than 8 MiB");
  answer_.text += piece, fresh_ += piece;
  return {};
}

Result<ChatAnswer> ChatReader::end() {
  if (!streamed_) {
    CHITTY_DO(take(body_));
    return answer_;
  }
  if (!done_ && answer_.finish_reason.empty()) return make_error(Code::unreachable, "the answer was cut off");
  return answer_;
}

}  // namespace chitty::models

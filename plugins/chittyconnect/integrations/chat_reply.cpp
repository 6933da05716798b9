#include "chat_reply.hpp"

#include <boost/json/parse.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::integrations {

namespace json = boost::json;

namespace {

// Controls of C0, but for tab and line end, and those of C1, which UTF-8 writes as C2 80 to C2 9F.
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

}  // namespace

std::string ChatReply::take(std::string_view data) {
  if (ended()) return {};
  if (data == "[DONE]") return ended_ = true, std::string();
  boost::system::error_code ec;
  const auto event = json::parse(data, ec);
  if (ec || !event.is_object()) return error_ = "an answer that is not JSON", std::string();
  if (const auto* error = event.get_object().if_contains("error"); error && !error->is_null()) {
    error_ = error->is_string() ? std::string(error->get_string()) : chitty::text_in(*error, "message");
    if (error_.empty()) error_ = "an error without words";
    return {};
  }
  const auto* choices = event.get_object().if_contains("choices");
  if (!choices || !choices->is_array() || choices->get_array().empty()) return {};  // usage, at the end
  const auto& choice = choices->get_array()[0];
  if (!chitty::text_in(choice, "finish_reason").empty()) ended_ = true;
  const auto* delta = choice.is_object() ? choice.get_object().if_contains("delta") : nullptr;
  auto text = delta ? without_controls(chitty::text_in(*delta, "content")) : std::string();
  if (!text.empty()) begun_ = true;
  return text;
}

chitty::Result<void> ChatReply::verdict() const {
  if (!error_.empty()) return chitty::make_error(chitty::Code::refused, "the model ended with an error: " + error_);
  if (!ended_) return chitty::make_error(chitty::Code::unreachable, "the answer was cut off");
  return {};
}

}  // namespace chittyconnect::integrations

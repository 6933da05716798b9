#include "said.hpp"

#include <chitty/members.hpp>

#include "replies.hpp"

namespace chittychat {

using namespace chitty;

namespace {

constexpr std::size_t most_remembered = 1000;

}  // namespace

Result<void> Messages::remember() {
  CHITTY_TRY(const auto reply, host_.send(get("/said", {{"limit", "500"}})));
  CHITTY_TRY(const auto answer, object_of(reply));
  for (const auto& one : array_in(answer, "said"))
    if (one.is_string()) add(std::string(one.get_string()));
  return {};
}

void Messages::add(std::string message) {
  if (message.empty() || (!history_.empty() && history_.back() == message)) return;
  history_.push_back(std::move(message));
  if (history_.size() > most_remembered) history_.erase(history_.begin());
}

Result<std::optional<std::string>> Messages::next_line() {
  for (;;) {
    CHITTY_TRY(auto line, lines_.next());
    if (!line) return std::optional<std::string>();
    if (line->too_long) return make_error(Code::invalid_argument, "line " + std::to_string(line->number) + " is longer than 1 MiB");
    if (!line->is_blank()) return std::optional(std::move(line->text));
  }
}

Result<std::optional<std::string>> Messages::next() {
  while (at_terminal_) {
    auto written = host_.message("> ", history_);
    if (written && written->find_first_not_of(" \t\n") == written->npos) continue;
    if (written) {
      stopped_before_ = false;
      add(*written);
      return std::optional(*std::move(written));
    }
    const auto& error = written.error();
    if (error.code == Code::not_found) return std::optional<std::string>();
    if (error.code == Code::invalid_argument || error.code == Code::not_supported) {
      at_terminal_ = false;
      break;
    }
    if (error.code != Code::cancelled || host_.cancelled()) return error;
    const auto typed = text_in(error.details, "typed");
    if (typed.empty() && std::exchange(stopped_before_, true)) return std::optional<std::string>();
    if (!typed.empty()) stopped_before_ = false;
    add(typed);  // the arrow brings it back
    host_.note("Ctrl-D ends the conversation");
  }
  return next_line();
}

}  // namespace chittychat

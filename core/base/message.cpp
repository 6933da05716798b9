#include "base/message.hpp"

#include <algorithm>
#include <array>

namespace chitty::host {

namespace {

// Words that begin sentences and are never names.
constexpr std::array<std::string_view, 63> ordinary = {
    "A", "All", "Already", "An", "Another", "Any", "At", "Cannot", "Checking", "Choose", "Constraint", "Duplicate", "Each", "Every", "Foreign",
    "Give", "Invalid", "It", "Its", "Missing", "More", "Most", "Neither", "No", "Nobody", "None", "Not", "Nothing", "One", "Only",
    "Other", "Others", "Our", "Out", "Port", "Rate", "Signature", "Some", "Somebody", "Something", "Standard", "Such", "That", "The",
    "Their", "There", "These", "They", "This", "Those", "Timed", "Too", "Two", "Unknown", "Unsupported", "What", "When", "Where",
    "Whoever", "With", "Write", "You", "Your"};

bool is_one_sentence(std::string_view text) {
  for (const std::string_view end : {". ", ".\n", "? ", "! "})
    if (text.find(end) != std::string_view::npos) return false;
  return true;
}

std::string without_full_stop(std::string_view text) {
  if (text.ends_with('.') && !text.ends_with("..") && is_one_sentence(text)) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::string as_message(std::string_view text) {
  std::string message = without_full_stop(text);
  const auto word = std::string_view(message).substr(0, message.find(' '));
  if (std::binary_search(ordinary.begin(), ordinary.end(), word)) message[0] = static_cast<char>(message[0] - 'A' + 'a');
  return message;
}

std::string as_hint(std::string_view text) { return without_full_stop(text); }

std::string shell_word(std::string_view word) {
  constexpr std::string_view safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%_-+:,./";
  if (!word.empty() && word.find_first_not_of(safe) == std::string_view::npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace chitty::host

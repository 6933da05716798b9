#include "agents.hpp"

#include <algorithm>
#include <array>
#include <chitty/members.hpp>

#include "../rules/action.hpp"

namespace chittyrouter {

using namespace chitty;

std::span<const Agent> agents() {
  static constexpr std::array<Agent, 4> all{{{"triage", "triage", "What a mail is about: one of ten categories"},
                                             {"priority", "priority", "How urgent it is: low, normal, high or critical"},
                                             {"response", "response", "A draft of an answer"},
                                             {"legal-response", "response", "A draft that acknowledges, and agrees to nothing"}}};
  return all;
}

const Agent* agent_of(std::string_view name) {
  for (const auto& agent : agents())
    if (agent.name == name) return &agent;
  return nullptr;
}

Letter letter_of(const json::object& message) {
  Letter letter;
  letter.id = text_in(message, "id");
  letter.from_name = text_in(message, "fromName");
  letter.from = text_in(message, "from");
  letter.reply_to = text_in(message, "replyTo");
  letter.subject = text_in(message, "subject");
  letter.text = text_in(message, "text");
  letter.date = text_in(message, "date");
  letter.message_id = text_in(message, "messageId");
  letter.list_id = text_in(message, "listId");
  const auto list = [&](const char* member) {
    const auto* found = message.if_contains(member);
    return found && found->is_array() ? found->get_array() : json::array();
  };
  for (const auto& id : list("references"))
    if (id.is_string()) letter.references.emplace_back(id.get_string());
  letter.attachments = list("attachments").size();
  letter.automatic = !letter.list_id.empty();
  for (const auto& header : list("headers")) {
    const auto name = text_in(header, "name"), value = text_in(header, "value");
    if ((name == "auto-submitted" && value != "no") || (name == "precedence" && (value == "bulk" || value == "list" || value == "junk")) || name == "list-unsubscribe") letter.automatic = true;
  }
  for (const auto* word : {"no-reply@", "noreply@", "do-not-reply@", "donotreply@", "mailer-daemon@", "postmaster@"})
    if (letter.from.starts_with(word)) letter.automatic = true;
  letter.floor = level_of(text_in(message, "floor")).value_or(-1);
  return letter;
}

}  // namespace chittyrouter

// The agents by rules alone: what each says of one mail without any model. A model may refine it, within the same closed words.
#ifndef CHITTYROUTER_AGENTS_AGENTS_HPP
#define CHITTYROUTER_AGENTS_AGENTS_HPP

#include <chitty/error.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chittyrouter {

struct Agent {
  std::string_view name, kind, description;  // kind: triage, priority, response
};
std::span<const Agent> agents();
const Agent* agent_of(std::string_view name);

// One mail as an agent sees it, and nothing else: no other mail, no tools.
struct Letter {
  std::string id, from_name, from, reply_to, subject, text, date, message_id, list_id;
  std::vector<std::string> references;
  bool automatic = false;  // sent by a machine (RFC 3834), by a list, in bulk
  std::size_t attachments = 0;
  int floor = -1;  // the level that rules gave; no agent goes below it
};
Letter letter_of(const chitty::json::object& message);

struct Triage {
  std::string category;
  double confidence = 0;
  std::vector<std::string> keywords, urgency;
};
std::span<const std::string_view> categories();
Triage triage(const Letter& letter);

struct Priority {
  int level = 1, score = 0;
  std::vector<std::string> factors;
  bool raised = false;  // above what the words of the mail alone give, by the rules' floor
};
Priority prioritize(const Letter& letter, const Triage& triaged);
// A level that somebody else says, a model: it may raise, never lower.
Priority raised_to(Priority priority, int level, std::string factor);

struct Answer {
  bool respond = false;
  std::string subject, body, why;
};
// `legal`: what a law office acknowledges without agreeing to anything.
Answer answer_to(const Letter& letter, const Triage& triaged, bool legal);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_AGENTS_AGENTS_HPP

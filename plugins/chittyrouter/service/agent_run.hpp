// What an agent makes of a mail, kept. A model's words are taken for no more than they may be: one of the closed words, a higher level, a
// draft's text. To whom a draft goes is read from the mail's headers, here.
#ifndef CHITTYROUTER_SERVICE_AGENT_RUN_HPP
#define CHITTYROUTER_SERVICE_AGENT_RUN_HPP

#include <chitty/service.hpp>
#include <chitty/store.hpp>

#include "../agents/agents.hpp"

namespace chittyrouter {

struct Said {
  std::string model, category, reason, body, note;  // `note`: why no model was asked, or none answered
  int level = -1;
};
Said said_of(const chitty::json::object& said);

// The agent's record, as it is kept and shown: rules first, then what a model said. `draft`: of a response, kept as a draft. Within a
// transaction.
chitty::Result<chitty::json::object> run_agent(chitty::Service& service, const chitty::Row& mail, const Agent& agent, const Said& said, bool draft);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_SERVICE_AGENT_RUN_HPP

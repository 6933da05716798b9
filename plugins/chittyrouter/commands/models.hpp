// The models that a person has configured, in the order of the chain, and what one of them says of a mail.
#ifndef CHITTYROUTER_COMMANDS_MODELS_HPP
#define CHITTYROUTER_COMMANDS_MODELS_HPP

#include <chitty/models/configured.hpp>

#include "../agents/agents.hpp"

namespace chittyrouter {

class Models {
 public:
  using Configured = chitty::models::Configured;

  // The remotes that the setting `models` names, in its order; none: rules alone. CONFIGURATION: a name that is no remote, or has no model.
  static chitty::Result<Models> configured(chitty::Host& host);
  bool any() const { return !all_.empty(); }
  const std::vector<Configured>& all() const { return all_; }

  // What a model says of this one mail, as the service takes it: {"model", "category", "level", "reason", "body"}, or {"note"} why none
  // did: then rules alone speak.
  chitty::Result<chitty::json::object> ask(chitty::Host& host, const Agent& agent, const chitty::json::object& message) const;

  // A chain of those, or of one. `admitted`: only who is well and within the budget is asked.
  chitty::models::Chain chain(chitty::Host& host, bool admitted) const;

 private:
  std::vector<Configured> all_;
};

}  // namespace chittyrouter

#endif  // CHITTYROUTER_COMMANDS_MODELS_HPP

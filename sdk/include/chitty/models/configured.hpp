// For commands: the models that a person has configured, and the chain of them. Models are remotes of the type `model` (the plugin's
// manifest says so under `uses`); a setting names them in their order.
#ifndef CHITTY_MODELS_CONFIGURED_HPP
#define CHITTY_MODELS_CONFIGURED_HPP

#include <chitty/host.hpp>
#include <chitty/models/chain.hpp>

namespace chitty::models {

struct Configured : Endpoint {
  std::string address;
  std::int64_t daily_tokens = 0;  // 0: as many as there are
};

// Those that `names` lists ("first, second"), at most 10. CONFIGURATION: a name that is no remote, or has no model; `service` is whose
// setting `models` that is, for the hint.
Result<std::vector<Configured>> configured(Host& host, std::string_view names, std::string_view service);

// A chain of those. `admitted`: only who is well and within the budget is asked, as the service says (health.hpp) that the command runs
// against. `all` and `host` outlive it.
Chain chain_of(Host& host, const std::vector<Configured>& all, bool admitted);

}  // namespace chitty::models

#endif  // CHITTY_MODELS_CONFIGURED_HPP

#include "health_rule.hpp"

namespace chittyregistry {

HealthState after(HealthState state, std::string_view outcome) {
  const bool well = outcome == healthy, was_well = state.state == healthy;
  (well ? state.good : state.bad) += 1;
  (well ? state.bad : state.good) = 0;
  if (state.state == unknown) {
    state.state = outcome, state.rule = "the first result";
  } else if (well && !was_well && state.good >= rises_after) {
    state.state = outcome, state.rule = std::to_string(rises_after) + " healthy results in a row";
  } else if (!well && was_well && state.bad >= falls_after) {
    state.state = outcome, state.rule = std::to_string(falls_after) + " failed results in a row";
  } else if (!well && !was_well) {
    state.state = outcome;  // in another way, and not better
  }
  return state;
}

std::string what_would_change(const HealthState& state) {
  if (state.state == unknown) return "any result";
  const bool well = state.state == healthy;
  return well ? std::to_string(falls_after) + " failed results in a row; " + std::to_string(state.bad) + " so far"
              : std::to_string(rises_after) + " healthy results in a row; " + std::to_string(state.good) + " so far";
}

bool blames_the_prober(std::int64_t were_well, std::int64_t unreachable_of_them) { return unreachable_of_them >= 3 && 2 * unreachable_of_them > were_well; }

}  // namespace chittyregistry

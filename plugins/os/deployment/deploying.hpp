// A deployment, one step after the other, each in the journal before it begins and after it is done.
//
//     elsewhere, for each service:   migrate ──▶ deploy ──▶ healthy ──▶ register
//     here, for all of them at once: migrate ──▶ restart ──▶ healthy
//
// What fails is rolled back as far as this run has deployed it: the deployer is asked for the version before, the last first. Migrations
// stay: they make room, and take nothing away.
#pragma once

#include "plan.hpp"

namespace os::deployment {

// The plan that a journal was begun with, for whoever goes on; its targets as they are in `now`, where they are there.
Plan plan_in(const Journal& journal, chitty::Host& host, const Plan& now);

struct Outcome {
  chitty::json::array rows;  // {service, from, to, state, problem?}
  std::string failed, why;   // the service that stopped it; empty: none did
};

// Error: cancelled, or the journal cannot be written; the next run goes on.
chitty::Result<Outcome> deploy(chitty::Host& host, Journal& journal, Plan plan, std::int64_t gate_ms);

}  // namespace os::deployment

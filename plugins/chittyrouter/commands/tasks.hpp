// What processing has left for agents: claimed with a lease, done here, told to the service, which takes it once.
#ifndef CHITTYROUTER_COMMANDS_TASKS_HPP
#define CHITTYROUTER_COMMANDS_TASKS_HPP

#include "models.hpp"

namespace chittyrouter {

struct TasksDone {
  std::uint64_t agents = 0, by_model = 0, drafts = 0, evidence = 0, failed = 0;
  std::string note{};  // why no model has said it
};
chitty::Result<TasksDone> run_tasks(chitty::Host& host, Models& models);

// Drafts that are in no folder yet, into the Maildir of drafts where there is one: its path, or empty.
std::string drafts_folder(chitty::Host& host);
chitty::Result<void> file_drafts(chitty::Host& host);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_COMMANDS_TASKS_HPP

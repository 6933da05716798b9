#include "threads.hpp"

#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "inbox.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::size_t most_ghosts = 20;  // of one mail

Result<std::string> known(Service& service, const std::string& message_id) {
  CHITTY_TRY(const auto row, service.store().find("SELECT thread FROM router_threads WHERE owner = :owner AND message_id = :id", {{"owner", owner(service)}, {"id", message_id}}));
  return row ? text_in(*row, "thread") : std::string();
}

Result<void> place(Service& service, const std::string& message_id, const std::string& thread) {
  CHITTY_DO(service.store().execute("INSERT INTO router_threads (owner, message_id, thread) VALUES (:owner, :id, :thread) ON CONFLICT (owner, message_id) DO NOTHING",
                                    {{"owner", owner(service)}, {"id", message_id}, {"thread", thread}}));
  return {};
}

// The older name stays.
Result<std::string> joined(Service& service, const std::string& one, const std::string& other) {
  const auto& kept = std::min(one, other);
  const json::object both{{"owner", owner(service)}, {"kept", kept}, {"gone", std::max(one, other)}};
  for (const auto* table : {"router_threads", "router_messages"})
    CHITTY_DO(service.store().execute("UPDATE " + std::string(table) + " SET thread = :kept WHERE owner = :owner AND thread = :gone", both));
  return kept;
}

}  // namespace

Result<std::string> thread_of(Service& service, const std::string& message_id, const std::vector<std::string>& references, const std::string& in_reply_to) {
  std::vector<std::string> chain(references.rbegin(), references.rend());  // the parent first
  if (chain.empty() && !in_reply_to.empty()) chain.push_back(in_reply_to);
  std::erase(chain, message_id);
  if (chain.size() > most_ghosts) chain.resize(most_ghosts);

  std::string above;
  std::size_t ghosts = 0;
  for (; ghosts < chain.size() && above.empty(); ++ghosts) {
    CHITTY_TRY(above, known(service, chain[ghosts]));
  }
  std::string own;
  if (!message_id.empty()) {
    CHITTY_TRY(own, known(service, message_id));
  }
  std::string thread = own.empty() ? above : own;
  if (!own.empty() && !above.empty() && own != above) {
    CHITTY_TRY(thread, joined(service, own, above));
  }
  if (thread.empty()) {
    CHITTY_TRY(thread, new_ordered_id(service));
  }
  for (std::size_t i = 0; i < ghosts; ++i) CHITTY_DO(place(service, chain[i], thread));
  if (!message_id.empty()) CHITTY_DO(place(service, message_id, thread));
  return thread;
}

}  // namespace chittyrouter

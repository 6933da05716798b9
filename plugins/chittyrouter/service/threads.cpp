#include "threads.hpp"

#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "inbox.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::size_t most_ghosts = 20;  // of one mail

struct Known {
  std::string thread;
  bool present = false;
};

Result<std::optional<Known>> known(Service& service, const std::string& message_id) {
  CHITTY_TRY(const auto row, service.store().find("SELECT thread, present FROM router_threads WHERE owner = :owner AND message_id = :id", {{"owner", owner(service)}, {"id", message_id}}));
  if (!row) return std::optional<Known>();
  return std::optional(Known{text_in(*row, "thread"), row->at("present").to_number<std::int64_t>() != 0});
}

Result<void> place(Service& service, const std::string& message_id, const std::string& thread, bool present) {
  CHITTY_DO(service.store().execute("INSERT INTO router_threads (owner, message_id, thread, present) VALUES (:owner, :id, :thread, :present)" + std::string(present ? " ON CONFLICT (owner, message_id) DO UPDATE SET present = 1" : " ON CONFLICT (owner, message_id) DO NOTHING"),
                                    {{"owner", owner(service)}, {"id", message_id}, {"thread", thread}, {"present", present ? 1 : 0}}));
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

  // Up to the first that is here: what is above it, it says itself.
  std::vector<std::string> threads;
  std::size_t reach = 0;
  for (bool here = false; reach < chain.size() && !here; ++reach) {
    CHITTY_TRY(const auto found, known(service, chain[reach]));
    if (found) threads.push_back(found->thread), here = found->present;
  }
  if (!message_id.empty()) {
    CHITTY_TRY(const auto own, known(service, message_id));
    if (own) threads.push_back(own->thread);
  }
  std::string thread;
  for (const auto& each : threads) {
    if (thread.empty() || thread == each) {
      thread = each;
      continue;
    }
    CHITTY_TRY(thread, joined(service, thread, each));
  }
  if (thread.empty()) {
    CHITTY_TRY(thread, new_ordered_id(service));
  }
  for (std::size_t i = 0; i < reach; ++i) CHITTY_DO(place(service, chain[i], thread, false));
  if (!message_id.empty()) CHITTY_DO(place(service, message_id, thread, true));
  return thread;
}

}  // namespace chittyrouter

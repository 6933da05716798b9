#include "tasks.hpp"

#include <sys/stat.h>

#include <chitty/members.hpp>

#include "../mail/draft.hpp"
#include "bring_in.hpp"
#include "evidence.hpp"
#include "replies.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

Result<void> finish(Host& host, const std::string& id, json::object body) {
  CHITTY_DO(host.send(post("/api/v1/inbox/tasks/" + encode(id) + "/done", std::move(body))));
  return {};
}

Result<void> give_up(Host& host, const std::string& id, const std::string& claim, const std::string& why) {
  CHITTY_DO(host.send(post("/api/v1/inbox/tasks/" + encode(id) + "/failed", {{"claim", claim}, {"message", why.substr(0, 500)}})));
  return {};
}

Result<void> run_one(Host& host, Models& models, const json::object& task, const std::string& claim, TasksDone& done) {
  const auto id = text_in(task, "id"), action = text_in(task, "action");
  const auto* found = task.if_contains("message");
  const auto message = found ? object_of(*found) : json::object();
  if (action == "evidence") {
    const auto submitted = submit_attachments(host, message);
    if (!submitted && submitted.error().code == Code::cancelled) return submitted.error();
    if (!submitted) return ++done.failed, host.note("Not submitted as evidence: " + submitted.error().message), give_up(host, id, claim, submitted.error().message);
    done.evidence += submitted->size();
    return finish(host, id, {{"claim", claim}, {"result", {{"evidence", *submitted}}}});
  }
  const auto* agent = agent_of(action.substr(std::min<std::size_t>(6, action.size())));
  if (!agent) return give_up(host, id, claim, "There is no such agent here");
  CHITTY_TRY(auto said, models.ask(host, *agent, message));
  ++done.agents;
  if (!text_in(said, "model").empty()) ++done.by_model;
  if (const auto note = text_in(said, "note"); !note.empty()) done.note = note;
  if (agent->kind == "response") ++done.drafts;
  return finish(host, id, {{"claim", claim}, {"said", std::move(said)}});
}

}  // namespace

std::string drafts_folder(Host& host) {
  if (const auto folder = setting(host, "drafts"); !folder.empty()) return folder;
  const auto mailbox = setting(host, "mailbox");
  struct stat facts {};
  const bool is_maildir = !mailbox.empty() && ::stat((mailbox + "/cur").c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
  return is_maildir ? mailbox + "/.Drafts" : std::string();
}

Result<void> file_drafts(Host& host) {
  const auto folder = drafts_folder(host);
  if (folder.empty()) return {};
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/drafts", {{"unfiled", "true"}, {"limit", "200"}})));
  for (const auto& draft : array_of(reply)) {
    const auto id = text_in(draft, "id");
    CHITTY_TRY(const auto file, write_draft(folder, id, text_in(draft, "text")));
    CHITTY_DO(host.send(post("/api/v1/drafts/" + encode(id) + "/file", {{"file", file}})));
  }
  return {};
}

Result<TasksDone> run_tasks(Host& host, Models& models) {
  TasksDone done;
  for (;;) {
    CHITTY_TRY(const auto reply, host.send(post("/api/v1/inbox/tasks/claim", {{"limit", 10}})));
    CHITTY_TRY(const auto body, object_of(reply));
    const auto tasks = array_in(body, "tasks");
    for (const auto& task : tasks) CHITTY_DO(run_one(host, models, object_of(task), text_in(body, "claim"), done));
    if (tasks.empty()) break;
    if (host.cancelled()) return make_error(Code::cancelled, "cancelled");
  }
  CHITTY_DO(file_drafts(host));
  return done;
}

}  // namespace chittyrouter

// chitty router agent invoke.
#include <chitty/members.hpp>
#include <chittyrouter_names.hpp>

#include "replies.hpp"
#include "tasks.hpp"

namespace chittyrouter::commands {

using namespace chitty;

Result<Reply> agent_invoke(const AgentInvoke& args, Host& host) {
  const auto* agent = agent_of(args.agent);
  if (!agent) return make_error(Code::not_found, "there is no agent '" + args.agent + "'", "List them: chitty router agents list");
  const auto draft = args.draft;
  if (draft && agent->kind != "response") return usage_error("'--draft' is for agents that answer, and '" + args.agent + "' does not", "Draft an answer: chitty router agent invoke response --email ID --draft");
  CHITTY_TRY(auto models, Models::configured(host));
  json::object said;
  if (models.any()) {
    CHITTY_TRY(const auto mail, host.send(get("/api/v1/inbox/" + encode(args.email))));
    CHITTY_TRY(said, models.ask(host, *agent, mail.all().empty() ? json::object() : object_of(mail.value())));
  }
  CHITTY_TRY(auto reply, host.send(post("/api/v1/agents/" + encode(args.agent) + "/invoke", {{"emailId", args.email}, {"draft", draft}, {"said", said}})));
  CHITTY_TRY(auto record, object_of(reply));
  if (text_in(record, "draft").empty()) return reply;
  CHITTY_DO(file_drafts(host));
  CHITTY_TRY(const auto kept, host.send(get("/api/v1/drafts/" + encode(text_in(record, "draft")))));
  const auto file = kept.all().empty() ? std::string() : text_in(kept.value(), "file");
  if (!file.empty()) record["file"] = file;
  const bool existed = flag_in(record, "draftExisted");
  host.note(existed ? "A draft of this agent is there already; it was left as it is" : "Wrote a draft" + (file.empty() ? std::string() : " to " + file) + "; nothing was sent");
  return Reply(std::move(record));
}

}  // namespace chittyrouter::commands

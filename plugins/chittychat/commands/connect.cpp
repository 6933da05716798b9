// chitty chat connect case.
#include <chitty/members.hpp>
#include <chittychat_names.hpp>

#include "case_source.hpp"
#include "connecting.hpp"
#include "replies.hpp"

namespace chittychat {

using namespace chitty;

namespace {

// The last conversation; empty where there is none.
Result<std::string> last_session(Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/sessions", {{"limit", "1"}})));
  CHITTY_TRY(const auto list, object_of(reply));
  const auto sessions = array_in(list, "sessions");
  return sessions.empty() ? std::string() : text_in(sessions[0], "id");
}

}  // namespace

Result<json::object> connect_to(Host& host, const std::string& case_id, const std::string& session, bool fresh) {
  CHITTY_TRY(const auto about, CaseSource(host).find(case_id));
  auto id = session;
  if (id.empty() && !fresh) {
    CHITTY_TRY(id, last_session(host));
  }
  const json::object given{{"caseId", about.id}, {"caseTitle", about.title.empty() ? about.id : about.title}};
  auto request = id.empty() ? post("/session/create", given) : post("/session/" + encode(id), given);
  if (!id.empty()) request.method = "PATCH";
  CHITTY_TRY(const auto reply, host.send(request));
  CHITTY_TRY(auto connected, object_of(reply));
  connected["documents"] = about.documents;
  return connected;
}

namespace commands {

Result<Reply> connect_case(const ConnectCase& args, Host& host) {
  CHITTY_TRY(auto connected, connect_to(host, args.case_, args.session, false));
  for (const auto* member : {"success", "service", "timestamp", "sessionId"}) connected.erase(member);
  host.note("Connected the case '" + text_in(connected, "caseTitle") + "'");
  return Reply(std::move(connected));
}

}  // namespace commands
}  // namespace chittychat

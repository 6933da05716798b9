// chitty chat start: turn after turn, until the person ends it.
#include <chitty/members.hpp>
#include <chittychat_names.hpp>

#include "../chosen.hpp"
#include "connecting.hpp"
#include "said.hpp"
#include "slash.hpp"

namespace chittychat::commands {

using namespace chitty;

namespace {

std::string welcome(const std::vector<models::Configured>& all, const std::string& model) {
  const auto asked = chosen_first(all, model);
  return (asked.empty() ? std::string("No model is configured: answers come from a connected case alone") : "Asking " + asked.front().model) + ". Ctrl-C stops an answer, Ctrl-D ends, /help lists more.";
}

// The conversation goes on after it.
void tell(Host& host, const Error& error) {
  host.note("error: " + error.message);
  if (!error.hint.empty()) host.note("hint: " + error.hint);
}

}  // namespace

Result<Reply> start(const Start& args, Host& host) {
  CHITTY_TRY(const auto models, models_of(host));
  Turn turn{.session = args.session, .fresh = args.session.empty(), .model = args.model};
  if (!args.session.empty()) CHITTY_DO(host.send(get("/session/" + encode(args.session))));
  if (!args.case_.empty()) {
    CHITTY_TRY(const auto connected, connect_to(host, args.case_, args.session, turn.fresh));
    turn.session = text_in(connected, "id"), turn.fresh = false;
    host.note("Connected the case '" + text_in(connected, "caseTitle") + "'");
  }
  Messages messages(host);
  CHITTY_DO(messages.remember());
  host.note(welcome(models, args.model));
  Talk talk(host, models);
  for (;;) {
    CHITTY_TRY(auto message, messages.next());
    if (!message) break;
    const auto order = slash(host, *message, turn);
    if (!order && host.cancelled() && !host.go_on()) return order.error();
    if (!order) tell(host, order.error());
    if (!order || order->taken) {
      if (order && order->ends) break;
      continue;
    }
    const auto said = talk.say(turn, message->starts_with("//") ? message->substr(1) : *message);
    if (host.cancelled() && !host.go_on()) return make_error(Code::cancelled, "stopped");
    if (said) turn.session = said->session, turn.fresh = false;
    if (said && said->stopped) host.note("Stopped; what came of the answer is kept");
    const auto* failed = !said ? &said.error() : said->failed ? &*said->failed
                                                              : nullptr;
    if (!failed) continue;
    if (!messages.at_terminal()) return *failed;
    tell(host, *failed);
  }
  if (!turn.session.empty() && messages.at_terminal()) host.note("Go on with it: chitty chat start --session " + turn.session);
  return Reply::nothing();
}

}  // namespace chittychat::commands

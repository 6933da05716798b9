// chitty chat send: one turn.
#include <chitty/members.hpp>
#include <chittychat_names.hpp>

#include "connecting.hpp"
#include "talk.hpp"

namespace chittychat::commands {

using namespace chitty;

Result<Reply> send(const Send& args, Host& host) {
  if (args.new_ && !args.session.empty()) return usage_error("'--new' and '--session' cannot be used together");
  CHITTY_TRY(auto models, models_of(host));
  Turn turn{.session = args.session, .fresh = args.new_, .model = args.model, .no_model = args.no_model};
  if (!args.case_.empty()) {
    CHITTY_TRY(const auto connected, connect_to(host, args.case_, args.session, args.new_));
    turn.session = text_in(connected, "id"), turn.fresh = false;
  }
  Talk talk(host, std::move(models));
  CHITTY_TRY(const auto said, talk.say(turn, args.message));
  if (said.stopped) return make_error(Code::cancelled, "stopped; what came of the answer is kept", "See it: chitty chat history");
  if (said.failed) return *said.failed;
  return Reply::nothing();
}

}  // namespace chittychat::commands

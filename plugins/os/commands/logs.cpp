// chitty os logs tail: the daemon's logs, by the host, from its files (core/daemon/admin).
#include "database.hpp"

namespace os::commands {

Result<Reply> logs_tail(const LogsTail& args, Host& host) {
  json::object order{{"work", "logs"}, {"service", args.service}, {"lines", args.lines}, {"grep", args.grep}, {"errors", args.errors}, {"follow", !args.no_follow}};
  CHITTY_DO(database_work(host, std::move(order)));
  return Reply::nothing();
}

}  // namespace os::commands

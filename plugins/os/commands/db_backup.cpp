// chitty os db backup create, list, restore.
#include "database.hpp"

#include <chitty/members.hpp>

namespace os::commands {

Result<Reply> db_backup_create(Host& host) {
  CHITTY_TRY(auto result, database_work(host, {{"work", "backup create"}}));
  return Reply(std::move(result));
}

Result<Reply> db_backup_list(const DbBackupList& args, Host& host) {
  json::object order{{"work", "backup list"}};
  if (args.prove) order["prove"] = true;
  CHITTY_DO(database_work(host, std::move(order)));
  return Reply::nothing();
}

Result<Reply> db_backup_restore(const DbBackupRestore& args, Host& host) {
  CHITTY_TRY(auto result, database_work(host, {{"work", "backup restore"}, {"name", args.name}}));
  host.note("Restored " + text_in(result, "name"));
  return Reply(std::move(result));
}

}  // namespace os::commands

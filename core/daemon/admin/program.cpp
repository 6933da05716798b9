#include "daemon/admin/program.hpp"

#include "base/exit_code.hpp"
#include "daemon/admin/desk.hpp"
#include "daemon/admin/schema/sides.hpp"

#include <boost/json/parse.hpp>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::pair<std::string_view, Result<json::object> (*)(const Desk&)> works[] = {
    {"status", show_status}, {"query", run_query}, {"export", export_table}, {"import", import_table}, {"migrate", migrate_services}, {"backup create", create_backup}, {"backup list", list_backups}, {"backup restore", restore_backup}, {"logs", tail_logs}, {"schema diff", diff_schemas}, {"event", note_event}};

Result<json::object> read_order(int fd) {
  std::string text;
  char piece[65536];
  for (ssize_t got = 0; (got = ::read(fd, piece, sizeof piece)) > 0;) text.append(piece, static_cast<std::size_t>(got));
  boost::system::error_code ec;
  auto order = json::parse(text, ec);
  if (ec || !order.is_object()) return make_error(Code::host_fault, "The order is not a JSON object.");
  return std::move(order.get_object());
}

Result<json::object> work(int order_fd, const Paths& paths, const Result<std::string>& url, Frames& frames, Interruption& interruption) {
  const auto order = read_order(order_fd);
  if (!order) return order.error();
  // Of another environment where the order names one.
  const auto environment = text_in(*order, "environment");
  const auto where = environment.empty() || environment == "local" ? url : database_of(paths, environment);
  if (!where) return where.error();
  const auto dialect = dialect_for(*where, paths.library);
  if (!dialect) return dialect.error();
  const auto known = KnownTables::of_plugins(paths);
  const Desk desk{paths, *order, *where, frames, interruption, **dialect, known};
  for (const auto& [name, does] : works)
    if (desk.text("work") == name) {
      auto done = does(desk);
      interruption.watch(nullptr);
      if (!done && interruption.wanted() && done.error().code != Code::cancelled) return make_error(Code::cancelled, "The work was stopped.");
      return done;
    }
  return make_error(Code::not_supported, "chittyd does not know the work '" + desk.text("work") + "'.", "Update ChittyOS.");
}

}  // namespace

int work_for_owner(int order_fd, const Paths& paths, const Result<std::string>& url) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // nobody is left to hear of it
  static Interruption interruption;    // its thread may outlive this function
  interruption.begin();
  Frames frames(STDOUT_FILENO);
  const auto done = work(order_fd, paths, url, frames, interruption);
  frames.end(done);
  return done ? exit_done : exit_code(done.error());
}

}  // namespace chitty::host::daemon

// The daemon's logs from its files: requests and its own words, the newest first so many, then as they come.
#include "daemon/admin/desk.hpp"
#include "daemon/admin/log_file.hpp"
#include "daemon/admin/log_line.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <deque>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

constexpr std::uint64_t looked_back = 4u << 20;  // bytes of each log
constexpr int patience_ms = 200;                 // where nothing tells that a file has grown

struct Source {
  LogFile file;
  std::optional<json::object> (*record)(std::string_view line);
};

class Follower {
 public:
  explicit Follower(const Desk& desk)
      : desk_(desk), filter_{desk.text("service"), desk.text("grep"), desk.flag("errors")}, sources_{{LogFile(desk.folder().access_log(), looked_back), request_record}, {LogFile(desk.folder().log_file(), looked_back), log_record}} {}

  // What there is already: the newest lines that are wanted, in the order of their times.
  Result<void> newest(std::size_t most) {
    std::deque<json::object> kept;
    for (auto& source : sources_) {
      std::deque<json::object> own;
      source.file.read([&](std::string_view line) {
        auto record = source.record(line);
        if (!record) return;
        (void)gaps_.lost_before(*record);
        if (!filter_.wants(*record)) return;
        own.push_back(std::move(*record));
        if (own.size() > most) own.pop_front();
      });
      kept.insert(kept.end(), own.begin(), own.end());
    }
    std::stable_sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return text_in(a, "time") < text_in(b, "time"); });
    while (kept.size() > most) kept.pop_front();
    for (const auto& record : kept)
      if (auto told = desk_.frames.record(json::serialize(record)); !told) return told;
    return desk_.frames.flush();
  }

  Result<void> more() {
    Result<void> told;
    for (auto& source : sources_)
      source.file.read([&](std::string_view line) {
        const auto record = source.record(line);
        if (!record) return;
        if (const auto lost = gaps_.lost_before(*record); lost > 0) desk_.frames.note(std::to_string(lost) + (lost == 1 ? " line" : " lines") + " lost");
        if (told && filter_.wants(*record)) told = desk_.frames.record(json::serialize(*record));
      });
    return told ? desk_.frames.flush() : told;
  }

 private:
  const Desk& desk_;
  LogFilter filter_;
  Source sources_[2];
  GapWatch gaps_;
};

}  // namespace

Result<json::object> tail_logs(const Desk& desk) {
  const auto service = desk.text("service");
  if (!service.empty() && service != "chittyd" && !desk.known.service(service))
    return make_error(Code::not_found, "The service '" + service + "' is not installed.", "List the plugins: chitty plugin list");
  const Fd tells(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (tells) (void)::inotify_add_watch(tells.get(), desk.folder().state.c_str(), IN_MODIFY | IN_CREATE | IN_MOVED_TO);
  Follower follower(desk);
  if (auto told = follower.newest(static_cast<std::size_t>(desk.number("lines", 10))); !told) return told.error();
  while (desk.flag("follow") && !desk.interruption.wanted()) {
    pollfd waiting{tells.get(), POLLIN, 0};
    (void)::poll(&waiting, 1, patience_ms);
    char events[4096];
    while (tells && ::read(tells.get(), events, sizeof events) > 0) {
    }
    if (auto told = follower.more(); !told) return told.error();
  }
  if (desk.interruption.wanted()) return make_error(Code::cancelled, "Stopped.");
  return json::object();
}

}  // namespace chitty::host::daemon

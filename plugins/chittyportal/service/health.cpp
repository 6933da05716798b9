#include "health.hpp"

#include <chitty/members.hpp>
#include <map>
#include <mutex>

namespace chittyportal {

using namespace chitty;

namespace {

constexpr std::int64_t believed_ms = 5000;

std::mutex mutex;
std::vector<ServiceHealth> last;  // of this process
std::int64_t last_at = 0;

// What a service says of itself. Nobody is asked whom the manifest does not name.
ServiceHealth asked(Service& service, const std::string& name) {
  ServiceHealth health{name, "unknown"};
  if (name == service.name()) {
    health.state = "up", health.version = service.version();
    return health;
  }
  const auto said = service.ask(name, get("/health"), Service::As::service);
  if (said && said->is_object()) {
    const auto status = text_in(*said, "status");
    health.state = status == "ok" || status == "healthy" ? "up" : status == "down" || status == "failed" ? "down"
                                                                                                         : "unknown";
    health.version = text_in(*said, "version");
    if (health.state != "up") health.message = status.empty() ? "Its health page does not say how it is." : "It says: " + status;
  } else if (said) {
    health.state = said->is_array() ? "up" : "unknown";  // the wire has a list of who records there
  } else {
    const auto code = static_cast<int>(said.error().code);
    const bool failed = code / 100 == 6 || said.error().code == Code::malformed || said.error().code == Code::configuration;
    health.state = failed ? "down" : "unknown";
    health.message = said.error().code == Code::plugin_fault ? "The portal does not ask it." : said.error().message;
  }
  return health;
}

// The worst of a quarter of an hour is kept.
Result<void> note(Service& service, const std::vector<ServiceHealth>& all) {
  const auto slot = service.now() - service.now() % slot_ms;
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("DELETE FROM portal_health WHERE slot < :old", {{"old", slot - slots * slot_ms}}));
    for (const auto& one : all)
      CHITTY_DO(service.store().execute(
          "INSERT INTO portal_health (slot, service, state) VALUES (:slot, :service, :state) ON CONFLICT (slot, service)"
          " DO UPDATE SET state = CASE WHEN portal_health.state = 'down' THEN 'down' WHEN excluded.state = 'unknown' THEN portal_health.state"
          " ELSE excluded.state END",
          {{"slot", slot}, {"service", one.name}, {"state", one.state}}));
    return {};
  });
}

Result<void> add_history(Service& service, std::vector<ServiceHealth>& all) {
  const auto end = service.now() - service.now() % slot_ms, begin = end - (slots - 1) * slot_ms;
  std::map<std::string, std::string> lines;
  CHITTY_DO(service.store().each("SELECT slot, service, state FROM portal_health WHERE slot >= :begin AND slot <= :end", {{"begin", begin}, {"end", end}}, [&](Row row) {
    auto& line = lines[text_in(row, "service")];
    line.resize(static_cast<std::size_t>(slots), '?');
    const auto place = static_cast<std::size_t>((row.at("slot").to_number<std::int64_t>() - begin) / slot_ms);
    const auto state = text_in(row, "state");
    if (place < line.size()) line[place] = state == "up" ? 'u' : state == "down" ? 'd'
                                                                                 : '?';
    return true;
  }));
  for (auto& one : all) one.history = lines.contains(one.name) ? lines[one.name] : std::string(static_cast<std::size_t>(slots), '?');
  return {};
}

}  // namespace

Result<std::vector<ServiceHealth>> health_of_all(Service& service) {
  const auto now = service.now();
  {
    const std::lock_guard lock(mutex);
    if (!last.empty() && now - last_at < believed_ms && now >= last_at) return last;
  }
  CHITTY_TRY(const auto installed, service.scopes_of_services());
  std::vector<ServiceHealth> all;
  if (installed)
    for (const auto& [name, scopes] : *installed)
      if (name != "chittyd") all.push_back(asked(service, std::string(name)));
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  CHITTY_DO(note(service, all));
  CHITTY_DO(add_history(service, all));
  const std::lock_guard lock(mutex);
  last = all, last_at = now;
  return all;
}

}  // namespace chittyportal

#include "daemon/admin/log_line.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_daemons = 64;  // that are remembered; each restart is one more

std::int64_t number_in(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

bool LogFilter::wants(const json::object& record) const {
  if (!service.empty() && text_in(record, "service") != service) return false;
  const auto level = text_in(record, "level");
  if (errors && level != "warn" && level != "error" && number_in(record, "status") < 400) return false;
  return words.empty() || text_in(record, "message").find(words) != std::string::npos;
}

std::optional<json::object> request_record(std::string_view line) {
  boost::system::error_code ec;
  const auto value = json::parse({line.data(), line.size()}, ec);
  if (ec || !value.is_object()) return std::nullopt;
  const auto& from = value.get_object();
  const auto status = number_in(from, "status");
  return json::object{{"time", text_in(from, "time")}, {"kind", "request"}, {"service", text_in(from, "service")}, {"level", status >= 500 ? "error" : status >= 400 ? "warn"
                                                                                                                                                                     : "info"},
                      {"message", text_in(from, "method") + " " + text_in(from, "path") + " " + std::to_string(status)},
                      {"status", status},
                      {"durationMs", static_cast<double>(number_in(from, "durationUs")) / 1000},
                      {"caller", text_in(from, "caller")},
                      {"requestId", text_in(from, "id")},
                      {"daemon", text_in(from, "daemon")},
                      {"seq", number_in(from, "seq")}};
}

std::optional<json::object> log_record(std::string_view line) {
  const auto behind_time = line.find(' ');
  const auto behind_level = behind_time == std::string_view::npos ? behind_time : line.find(' ', behind_time + 1);
  const auto behind_pid = behind_level == std::string_view::npos ? behind_level : line.find("] ", behind_level);
  if (behind_pid == std::string_view::npos) return std::nullopt;
  const auto message = line.substr(behind_pid + 2);
  const auto colon = message.find(": ");
  const auto first = message.substr(0, colon == std::string_view::npos ? 0 : colon);
  const bool names = !first.empty() && first.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
  return json::object{{"time", line.substr(0, behind_time)}, {"kind", "log"}, {"service", names ? first : std::string_view("chittyd")}, {"level", line.substr(behind_time + 1, behind_level - behind_time - 1)}, {"message", message}};
}

std::int64_t GapWatch::lost_before(const json::object& record) {
  const auto daemon = text_in(record, "daemon");
  const auto number = number_in(record, "seq");
  if (daemon.empty() || number <= 0) return 0;
  const auto known = last_.find(daemon);
  if (known == last_.end()) {
    if (last_.size() >= most_daemons) last_.clear();
    const bool follows = !last_.empty();  // a daemon that began while we looked began with 1
    last_.emplace(daemon, number);
    return follows ? number - 1 : 0;
  }
  const auto lost = number - known->second - 1;
  known->second = std::max(known->second, number);
  return std::max<std::int64_t>(lost, 0);
}

}  // namespace chitty::host::daemon

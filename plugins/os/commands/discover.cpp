// chitty os discover: which services there are, and who says so.
#include "commands.hpp"

#include "../ecosystem/discovery.hpp"
#include "../ecosystem/look.hpp"
#include "../ecosystem/rows.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os::commands {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? " and "
                                                                                              : ", ") +
                                                         words[i];
  return text;
}

// Asked now, whatever a source says of yesterday: by its page of health, else by /health below its address. Those of this machine's daemon
// by the daemon.
Result<void> ask(Host& host, json::array& services, std::int64_t wait_ms) {
  CHITTY_TRY(const auto seen, look(host, wait_ms));
  std::vector<Place> others;
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < services.size(); ++i) {
    auto& row = services[i].as_object();
    const auto name = text_in(row, "name"), url = text_in(row, "url");
    const auto known = std::find_if(seen.rows.begin(), seen.rows.end(), [&](const json::value& other) { return text_in(other, "name") == name; });
    if (known != seen.rows.end()) {
      row["status"] = text_in(*known, "status");
      if (const auto problem = text_in(*known, "problem"); !problem.empty()) row["problem"] = problem;
      continue;
    }
    const auto health = text_in(row, "health");
    if (!url.starts_with("http://") && !url.starts_with("https://")) {
      row["status"] = "unknown";
      continue;
    }
    const bool whole = health.starts_with("http://") || health.starts_with("https://");
    others.push_back({name, name, whole ? health : url, whole ? "" : health.starts_with('/') ? health
                                                                                             : "/health",
                      false,
                      {}});
    which.push_back(i);
  }
  CHITTY_TRY(const auto rows, look_at_remotes(host, others, wait_ms));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& row = services[which[i]].as_object();
    row["status"] = text_in(rows[i], "status");
    if (const auto problem = text_in(rows[i], "problem"); !problem.empty()) row["problem"] = problem;
  }
  return {};
}

Error not_known(const std::string& name, const json::array& services) {
  std::vector<std::string> names;
  for (const auto& row : services) names.push_back(text_in(row, "name"));
  return make_error(Code::not_found, "no source knows a service '" + name + "'", names.empty() ? "List the plugins: chitty plugin list" : "Known: " + joined(names));
}

}  // namespace

Result<Reply> discover(const Discover& args, Host& host) {
  const auto wait_ms = args.wait.value_or(usual_wait_ms);
  CHITTY_TRY(auto found, os::discover(host, wait_ms));
  for (const auto& silent : found.unanswered) host.note("warning: " + silent);
  auto rows = found.services;
  if (!args.service.empty()) {
    erase_rows(rows, [&](const json::value& row) { return text_in(row, "name") != args.service; });
    if (rows.empty()) return not_known(args.service, found.services);
  }
  if (args.healthy_only) {
    CHITTY_DO(ask(host, rows, wait_ms));
    erase_rows(rows, [](const json::value& row) { return text_in(row, "status") != "ok" && text_in(row, "status") != "healthy"; });
  }
  host.note("From " + joined(found.sources));
  return Reply::records(std::move(rows));
}

}  // namespace os::commands

// chitty os status, and what it and `chitty os health` have in common: the daemon's parts as rows, and what they amount to.
#include "commands.hpp"

#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

namespace os::commands {

namespace {

// What is wrong with a part, or will be ("warnings"), in words.
std::string told_of(const json::object& facts, std::string_view kind, std::string_view part) {
  const auto* all = facts.if_contains(kind);
  if (!all || !all->is_array()) return {};
  for (const auto& one : all->get_array())
    if (text_in(one, "part") == part) return text_in(one, "message");
  return {};
}

std::string fault_of(const json::object& facts, std::string_view part) { return told_of(facts, "faults", part); }

bool is_running(const json::object& facts) {
  const auto* running = facts.if_contains("running");
  return running && *running == true;
}

// The daemon itself: its own parts' faults are its.
json::object own_row(const json::object& facts) {
  const auto status = text_in(facts, "status");
  json::object self{{"name", "chittyd"}, {"status", !is_running(facts) ? "down" : status.empty() || status == "degraded" ? "ok"
                                                                                                                         : status}};
  for (const auto* fact : {"address", "pid", "uptimeMs", "database", "message"})
    if (const auto* value = facts.if_contains(fact)) self[fact] = *value;
  if (status == "unreachable" || status == "failed") self["problem"] = text_in(facts, "message");
  if (const auto* tls = facts.if_contains("tls"); tls && !text_in(*tls, "address").empty()) {
    self["plainAddress"] = text_in(facts, "address");
    self["address"] = text_in(*tls, "address");
    self["certificateExpiresAt"] = text_in(*tls, "expiresAt");
  }
  if (const auto words = told_of(facts, "warnings", "tls"); !words.empty()) self["problem"] = words;
  for (const auto& [part, state] : {std::pair("supervisor", "degraded"), std::pair("blobs", "degraded"), std::pair("tls", "degraded"), std::pair("store", "down")}) {
    const auto words = fault_of(facts, part);
    if (words.empty()) continue;
    self["problem"] = words;
    self["status"] = state;
  }
  return self;
}

// "chittyid: It is quarantined"; of several their names, and what is wrong with the first that says so.
std::string words_of(const json::array& unwell) {
  std::string names, why;
  for (const auto& row : unwell) {
    names += (names.empty() ? "" : ", ") + text_in(row, "name");
    if (why.empty()) why = text_in(row, "problem");
  }
  if (why.ends_with('.')) why.pop_back();
  if (why.empty() || unwell.size() > 1) return names + (why.empty() ? "" : " (" + why + ")");
  return why.starts_with(names) ? why : names + ": " + why;
}

}  // namespace

Result<json::array> rows_of_status(Host& host) {
  CHITTY_TRY(const auto told, host.daemon("status"));
  const auto& facts = told.as_object();
  json::array rows{own_row(facts)};
  const auto* services = facts.if_contains("services");
  if (!services || !services->is_array()) return rows;
  for (const auto& service : services->get_array()) {
    if (!service.is_object()) continue;
    json::object row = service.get_object();
    auto words = fault_of(facts, text_in(row, "name"));
    if (words.empty()) words = text_in(row, "message");
    if (!words.empty()) row["problem"] = words;
    if (!words.empty() && text_in(row, "status") == "ok") row["status"] = "failed";
    rows.push_back(std::move(row));
  }
  return rows;
}

bool is_well(const json::value& row) {
  const auto status = text_in(row, "status");
  return status == "ok" || status == "healthy" || status == "operational";
}

Result<void> verdict_on(const json::array& rows) {
  const auto& self = rows.front().as_object();
  const auto status = text_in(self, "status");
  if (status == "down" && !self.contains("pid")) return make_error(Code::unreachable, "chittyd is not running", "Start it: chitty os up");
  json::array unwell;
  for (const auto& row : rows)
    if (!is_well(row)) unwell.push_back(row);
  if (unwell.empty()) return {};
  const bool silent = status == "unreachable";
  return make_error(silent ? Code::unreachable : Code::refused, "unhealthy: " + words_of(unwell),
                    status == "failed" ? "Stop it: chitty os down" : "See every part: chitty os status --all");
}

// The daemon, and with --all each service that it hosts. The exit code is that of the worst.
Result<Reply> status(const Status& args, Host& host) {
  CHITTY_TRY(const auto rows, rows_of_status(host));
  for (std::size_t i = 0; i < (args.all ? rows.size() : 1); ++i) CHITTY_DO(host.record(rows[i]));
  if (const auto all_well = verdict_on(rows); !all_well) return verdict(all_well.error());
  return Reply::nothing();
}

}  // namespace os::commands

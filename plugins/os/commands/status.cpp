// chitty os status, and what it and `chitty os health` have in common: the daemon's parts as rows.
#include "commands.hpp"

#include "../ecosystem/look.hpp"

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

// The daemon, and with --all each service that it hosts, and each remote that is elsewhere. The exit code is that of the worst.
Result<Reply> status(const Status& args, Host& host) {
  CHITTY_TRY(const auto seen, look(host, args.wait.value_or(usual_wait_ms)));
  for (std::size_t i = 0; i < seen.rows.size(); ++i)
    if (args.all || (i == 0 && seen.here) || (!seen.here && !is_well(seen.rows[i]))) CHITTY_DO(host.record(seen.rows[i]));
  if (const auto all_well = verdict_of(seen); !all_well) return verdict(all_well.error());
  return Reply::nothing();
}

}  // namespace os::commands

#include "look.hpp"

#include "../commands/commands.hpp"
#include "answer.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os {

using namespace chitty;

namespace {

json::object row_of(const Place& place, const Verdict& verdict, const json::object& answered) {
  json::object row{{"name", place.name}, {"status", verdict.status}, {"address", place.base_url}};
  if (place.type != place.name) row["type"] = place.type;
  if (!verdict.version.empty()) row["version"] = verdict.version;
  if (const auto* took = answered.if_contains("durationMs")) row["durationMs"] = *took;
  if (!verdict.problem.empty()) row["problem"] = verdict.problem;
  return row;
}

// Those that failed at once are asked again: one that then answers well comes and goes. Whoever let us wait is not waited for twice.
Result<void> ask_again(Host& host, const std::vector<Place>& asked, std::vector<Verdict>& verdicts, json::array& answers, std::int64_t wait_ms) {
  std::vector<std::string> urls;
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (verdicts[i].status == "unreachable" || verdicts[i].status == "unhealthy" || verdicts[i].status == "invalid") {
      urls.push_back(asked[i].base_url + asked[i].health);
      which.push_back(i);
    }
  if (urls.empty()) return {};
  CHITTY_TRY(const auto again, host.probe(urls, std::chrono::milliseconds(wait_ms)));
  for (std::size_t i = 0; i < which.size() && i < again.size(); ++i) {
    const auto second = verdict_on(again[i].as_object(), wait_ms);
    auto& first = verdicts[which[i]];
    if (second.status == "ok") {
      first.status = "flapping";
      first.problem = "first " + first.problem + ", then well";
      answers[which[i]] = again[i];
    }
  }
  return {};
}

// Does the daemon of this machine speak for it? Then its row is there already.
bool is_of_daemon(const Place& place, const Environment& environment, const json::array& rows) {
  if (environment.base_url.empty() || place.base_url != environment.base_url + "/" + place.type) return false;
  return std::any_of(rows.begin(), rows.end(), [&](const json::value& row) { return text_in(row, "name") == place.type; });
}

}  // namespace

Result<json::array> look_at_remotes(Host& host, const std::vector<Place>& places, std::int64_t wait_ms) {
  std::vector<std::string> urls;
  for (const auto& place : places) urls.push_back(place.base_url + place.health);
  if (urls.empty()) return json::array();
  CHITTY_TRY(auto answers, host.probe(urls, std::chrono::milliseconds(wait_ms)));
  if (answers.size() != urls.size()) return make_error(Code::host_fault, "not every address was asked");
  std::vector<Verdict> verdicts;
  for (const auto& answer : answers) verdicts.push_back(verdict_on(answer.as_object(), wait_ms));
  CHITTY_DO(ask_again(host, places, verdicts, answers, wait_ms));
  json::array rows;
  for (std::size_t i = 0; i < places.size(); ++i) rows.push_back(row_of(places[i], verdicts[i], answers[i].as_object()));
  return rows;
}

Result<Look> look(Host& host, std::int64_t wait_ms) {
  Look seen;
  seen.environment = environment_of(host);
  seen.here = seen.environment.name == "local";
  if (seen.here) {
    auto rows = commands::rows_of_status(host);
    // Another environment was asked for, by --env, of which nothing is configured.
    seen.here = rows || rows.error().code != Code::invalid_argument;
    if (!rows && seen.here) return rows.error();
    if (rows) seen.rows = std::move(*rows);
  }
  auto found = places(host);
  if (!found && !seen.here) return found.error();
  if (!found) host.note("warning: the remotes were not asked: " + found.error().message);
  auto remotes = found ? std::move(*found) : std::vector<Place>();
  const bool down = seen.here && text_in(seen.rows.front(), "status") != "ok" && seen.rows.size() == 1;
  std::erase_if(remotes, [&](const Place& place) {
    if (place.base_url.empty() || is_of_daemon(place, seen.environment, seen.rows)) return true;
    // Of a daemon that does not answer its own row says all.
    return down && place.base_url == seen.environment.base_url + "/" + place.type;
  });
  find_health_pages(host, remotes);
  CHITTY_TRY(const auto more, look_at_remotes(host, remotes, wait_ms));
  for (const auto& row : more) seen.rows.push_back(row);
  return seen;
}

bool is_well(const json::value& row) {
  const auto status = text_in(row, "status");
  return means_well(status) || status == "unknown";
}

namespace {

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

Result<void> verdict_of(const Look& look) {
  const auto status = look.here ? text_in(look.rows.front(), "status") : std::string();
  if (status == "down" && !look.rows.front().as_object().contains("pid")) return make_error(Code::unreachable, "chittyd is not running", "Start it: chitty os up");
  json::array unwell;
  for (const auto& row : look.rows)
    if (!is_well(row)) unwell.push_back(row);
  if (unwell.empty()) return {};
  const bool silent = status == "unreachable";
  return make_error(silent ? Code::unreachable : Code::refused, "unhealthy: " + words_of(unwell),
                    status == "failed" ? "Stop it: chitty os down" : "See every part: chitty os status --all");
}

}  // namespace os

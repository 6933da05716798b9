// chitty os alerts list: the rules held against what is now, and what was remembered of before.
#include "commands.hpp"

#include "../alerts/evaluation.hpp"
#include "../ecosystem/look.hpp"
#include "../ecosystem/rows.hpp"
#include "../journal/journal.hpp"
#include "../metrics/page.hpp"

#include <boost/json/parse.hpp>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chitty/time.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace os::commands {

namespace {

using alerts::Measured;

std::string memory_file() { return state_folder() + "/alerts.json"; }

// Nothing where there is none yet, or where it cannot be read: then every alert begins anew.
json::object memory() {
  std::ifstream file(memory_file(), std::ios::binary);
  std::stringstream text;
  if (file) text << file.rdbuf();
  boost::system::error_code ec;
  auto value = json::parse(text.str(), ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : json::object();
}

void keep(Host& host, const json::object& kept) {
  std::error_code ec;
  std::filesystem::create_directories(std::filesystem::path(memory_file()).parent_path(), ec);
  auto file = NewFile::beside(memory_file(), false, "Make it writable, or set XDG_STATE_HOME.");
  auto written = file ? file->write(json::serialize(kept)) : Result<void>(file.error());
  if (written) written = file->exchange();
  if (!written) host.note("warning: since when alerts hold is not remembered: " + written.error().message);
}

void measure_health(Host& host, Measured& now) {
  const auto seen = look(host, usual_wait_ms);
  if (!seen) {
    now.no_health = seen.error().message;
    return;
  }
  for (const auto& row : seen->rows) {
    const auto problem = text_in(row, "problem");
    now.health[text_in(row, "name")] = is_well(row) ? "" : text_in(row, "status") + (problem.empty() ? "" : ": " + problem);
  }
}

void measure_tokens(Host& host, Measured& now) {
  const auto accounts = host.run({"auth", "status"});
  if (!accounts) {
    // Where nothing knows of tokens, none of them is missed.
    if (text_in(accounts.error().details, "reason") != "unknown_word") now.no_tokens = accounts.error().message;
    return;
  }
  // When they were made is known where they may be listed.
  std::map<std::string, std::int64_t> made;
  if (const auto tokens = host.run({"auth", "token", "list", "--status", "active", "--limit", "1000"}))
    for (const auto& token : *tokens)
      if (const auto at = parse_rfc3339(text_in(token, "created_at"))) made[text_in(token, "id")] = *at;
  for (const auto& account : *accounts) {
    const auto end = parse_rfc3339(text_in(account, "expiresAt"));
    if (!end) continue;
    now.tokens[text_in(account, "name")] = *end;
    if (const auto begin = made.find(text_in(account, "tokenId")); begin != made.end()) now.lives_ms[text_in(account, "name")] = *end - begin->second;
  }
}

// That of this machine's daemon, and those that its authority has issued and that count.
void measure_certificates(Host& host, Measured& now) {
  const auto told = host.daemon("status");
  if (told && told->is_object())
    if (const auto* tls = told->get_object().if_contains("tls"))
      if (const auto end = parse_rfc3339(text_in(*tls, "expiresAt"))) now.certificates["chittyd"] = *end;
  const auto issued = host.run({"register", "cert", "list"});
  if (!issued) return;
  for (const auto& one : *issued) {
    const auto status = text_in(one, "status");
    const auto end = parse_rfc3339(text_in(one, "notAfter"));
    if (end && status != "revoked" && text_in(one, "replacedBy").empty()) now.certificates[text_in(one, "service") + " " + text_in(one, "id")] = *end;
  }
}

Result<Measured> measure(Host& host, const std::vector<alerts::Rule>& rules) {
  const auto any = [&](auto fits) { return std::any_of(rules.begin(), rules.end(), fits); };
  Measured now;
  if (any([](const auto& rule) { return rule.of == "health"; })) measure_health(host, now);
  if (any([](const auto& rule) { return rule.of == "metric"; })) {
    auto page = metrics::page_of_daemon(host);
    if (page) now.samples = metrics::samples_of(*page);
    else if (page.error().code == Code::cancelled) return page.error();
    else now.no_samples = page.error().message;
  }
  if (any([](const auto& rule) { return rule.what == "token"; })) measure_tokens(host, now);
  if (any([](const auto& rule) { return rule.what == "certificate"; })) measure_certificates(host, now);
  if (host.cancelled()) return make_error(Code::cancelled, "Stopped.");
  now.now_ms = host.now();
  return now;
}

}  // namespace

Result<Reply> alerts_list(const AlertsList& args, Host& host) {
  auto operators = host.config("chittyos.alerts");
  if (!operators && operators.error().code != Code::not_found) return operators.error();
  CHITTY_TRY(const auto rules, alerts::rules_with(operators ? *operators : json::value()));
  CHITTY_TRY(const auto now, measure(host, rules));
  auto remembered = memory();
  auto rows = alerts::evaluate(rules, now, remembered);
  keep(host, remembered);
  if (!args.all) erase_rows(rows, [](const json::value& row) { return text_in(row, "state") == "ok"; });
  return Reply::records(std::move(rows));
}

}  // namespace os::commands

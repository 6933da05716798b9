// chitty os secrets list, rotate: the tokens by which services ask one another.
#include "commands.hpp"

#include "../ecosystem/call.hpp"
#include "../secrets/rotation.hpp"

#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

#include <algorithm>

namespace os::commands {

namespace {

bool is_service(const std::string& name) {
  return !name.empty() && name.size() <= 64 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

Result<std::vector<std::string>> asked_for(const SecretsRotate& args) {
  if (args.all == !args.service.empty()) return usage_error(args.all ? "'--all' and the name of a service cannot be used together" : "missing the name of a service, or '--all'", "Rotate each: chitty os secrets rotate --all");
  for (const auto& name : args.service)
    if (!is_service(name)) return usage_error("invalid service '" + name + "': expected a name such as chittyconnect");
  return std::vector<std::string>(args.service.begin(), args.service.end());
}

// A service speaks in sentences; behind a colon stands a clause.
std::string clause(std::string sentence) {
  if (sentence.ends_with('.')) sentence.pop_back();
  if (!sentence.empty() && sentence[0] >= 'A' && sentence[0] <= 'Z') sentence[0] = static_cast<char>(sentence[0] + 32);
  return sentence;
}

Result<Reply> foreseen(Host& host, const secrets::Plan& plan) {
  json::array rows;
  for (const auto& service : plan.services) rows.push_back(json::object{{"service", service}, {"state", "planned"}});
  host.note("Would rotate the tokens of " + std::to_string(plan.services.size()) + (plan.services.size() == 1 ? " service" : " services, in this order"));
  return Reply::records(std::move(rows));
}

}  // namespace

Result<Reply> secrets_list(Host& host) {
  CHITTY_TRY(const auto call, call_of(host));
  const auto& environment = call.environment;
  CHITTY_TRY(const auto journal, Journal::open(secrets::journal_name(environment)));
  CHITTY_TRY(const auto tokens, secrets::service_tokens(host));
  const auto places = secrets::kept_places(journal.entries());
  json::array rows;
  for (const auto& token : tokens) {
    json::object row{{"service", token.service}, {"tokenId", token.id}, {"state", token.state()}, {"scopes", token.scopes}, {"createdAt", token.created_at}, {"expiresAt", token.expires_at}};
    if (!token.last_used_at.empty()) row["lastUsedAt"] = token.last_used_at;
    if (const auto place = places.find(token.service); place != places.end() && token.state() == "present") row["kept"] = place->second;
    rows.push_back(std::move(row));
  }
  if (!journal.at_rest()) host.note("A rotation was broken off; go on with: chitty os secrets rotate --all");
  return Reply::records(std::move(rows));
}

Result<Reply> secrets_rotate(const SecretsRotate& args, Host& host) {
  CHITTY_TRY(auto asked, asked_for(args));
  CHITTY_TRY(const auto call, call_of(host));
  const auto& environment = call.environment;
  CHITTY_TRY(const auto lock, RunLock::take());
  CHITTY_TRY(auto journal, Journal::open(secrets::journal_name(environment)));
  CHITTY_TRY(const auto tokens, secrets::service_tokens(host));
  CHITTY_TRY(const auto plan, secrets::plan_of(host, journal, environment, std::move(asked), tokens));
  if (plan.goes_on) host.note("Going on with the rotation of " + text_in(journal.entries().front(), "at"));
  if (call.dry_run) return foreseen(host, plan);
  CHITTY_TRY(auto rows, secrets::rotate(host, journal, plan));
  std::string left, why;
  std::size_t rotated = 0;
  for (const auto& row : rows) {
    if (text_in(row, "state") == "rotated") ++rotated;
    else left += (left.empty() ? "" : ", ") + text_in(row, "service"), why = why.empty() ? text_in(row, "problem") : why;
  }
  if (left.empty()) {
    host.note("Rotated the tokens of " + std::to_string(rotated) + (rotated == 1 ? " service" : " services") + "; those before end in an hour");
    return Reply::records(std::move(rows));
  }
  for (const auto& row : rows) CHITTY_DO(host.record(row));
  return verdict(make_error(Code::refused, "not rotated: " + left + ": " + clause(why), "Their tokens work as before; go on with: chitty os secrets rotate --all"));
}

}  // namespace os::commands

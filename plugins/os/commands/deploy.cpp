// chitty os deploy: a plan first, then one step after the other.
#include "database.hpp"

#include "../deployment/deploying.hpp"
#include "../ecosystem/call.hpp"

#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

#include <algorithm>

namespace os::commands {

namespace {

using deployment::Plan;

constexpr std::int64_t ask_ms = 5000;

std::string journal_of(const std::string& environment) {
  std::string name = "deploy-";
  for (const char c : environment) name += std::isalnum(static_cast<unsigned char>(c)) || c == '-' ? c : '_';
  return name;
}

// Migrations that wait are a reason to deploy the daemon of this machine, too.
Result<std::int64_t> pending_here(Host& host, const Plan& plan) {
  if (!plan.here) return 0;
  auto status = host.daemon("database", {{"work", "status"}});
  if (!status) return text_in(status.error().details, "reason") == "absent" ? Result<std::int64_t>(0) : status.error();
  return number_in(status->as_object(), "pending");
}

Result<Reply> shown(const Plan& plan, const char* state) {
  json::array rows;
  for (const auto& target : plan.targets) {
    json::object row{{"service", target.name}, {"from", target.from}, {"to", target.to}, {"state", target.is_current() ? "current" : state}};
    if (!target.is_current() && target.status != "ok") row["problem"] = "it is " + target.status;
    rows.push_back(std::move(row));
  }
  return Reply::records(std::move(rows));
}

// Told before anything begins, and not when the third service has been reached.
Result<void> has_deployers(const Plan& plan) {
  for (const auto& target : plan.targets)
    if (!plan.here && !target.is_current() && target.deployer.empty())
      return make_error(Code::configuration, "no deployer is named for " + target.name + " in environment " + plan.environment,
                        "Name the command that gets a service's name and a version: chitty config set chittyos.environments." + plan.environment + ".deployer COMMAND");
  return {};
}

}  // namespace

Result<Reply> deploy(const Deploy& args, Host& host) {
  if (args.all == !args.service.empty()) return usage_error(args.all ? "'--all' and the name of a service cannot be used together" : "missing the name of a service, or '--all'", "Deploy each: chitty os deploy --all");
  CHITTY_TRY(const auto lock, RunLock::take());
  CHITTY_TRY(const auto call, call_of(host));
  CHITTY_TRY(auto plan, deployment::plan_of(host, call.environment, {args.service.begin(), args.service.end()}, ask_ms));
  CHITTY_TRY(auto journal, Journal::open(journal_of(plan.environment)));
  CHITTY_TRY(const auto pending, pending_here(host, plan));
  const bool goes_on = !journal.at_rest();
  const auto due = std::count_if(plan.targets.begin(), plan.targets.end(), [](const auto& target) { return !target.is_current(); });
  if (goes_on) {
    host.note("Going on with the deployment of " + text_in(journal.entries().front(), "at"));
    plan = deployment::plan_in(journal, host, plan);
  } else if (due == 0 && pending == 0) {
    host.note("Nothing to deploy: every service is at the version that is installed here");
    return shown(plan, "planned");
  } else {
    CHITTY_DO(has_deployers(plan));
  }
  if (call.dry_run) {
    host.note("Would deploy " + counted(due, "service") + " in environment " + plan.environment + (pending > 0 ? ", and apply " + counted(pending, "migration") : ""));
    return shown(plan, "planned");
  }
  CHITTY_TRY(auto outcome, deployment::deploy(host, journal, std::move(plan), args.wait.value_or(60'000)));
  if (outcome.failed.empty()) {
    host.note("Deployed");
    return Reply::records(std::move(outcome.rows));
  }
  for (const auto& row : outcome.rows) CHITTY_DO(host.record(row));
  if (outcome.why.ends_with('.')) outcome.why.pop_back();
  return verdict(make_error(Code::refused, "the deployment failed at " + outcome.failed + ": " + outcome.why, "See how each service is: chitty os health --all --env " + text_in(journal.entries().front(), "environment")));
}

}  // namespace os::commands

// Processing: each new mail once. What rules decide is done in one transaction with the mark that it is done; what an agent has to do is
// left as a row that is due, claimed with a lease, and done once.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "../agents/agents.hpp"
#include "agent_run.hpp"
#include "inbox.hpp"

namespace chittyrouter::routes {

using namespace chitty;

namespace {

constexpr std::int64_t lease_ms = 5 * 60'000, most_attempts = 5;

json::array lines_of(const Decision& decision) {
  json::array out;
  for (const auto& line : decision.lines) out.push_back(json::object{{"rule", line.rule}, {"name", line.name}, {"why", line.why}, {"did", line.did}});
  return out;
}

json::array texts(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

struct Routed {
  Decision decision;
  Triage triaged;
  Priority priority;
};

Routed route(const Row& row, const Ruleset& set) {
  Routed made;
  made.decision = decide(facts_of(row), set.rules, set.book);
  auto letter = letter_of(record_of(row, shapes::mail));
  letter.floor = made.decision.priority.value_or(-1);
  made.triaged = triage(letter);
  made.priority = prioritize(letter, made.triaged);
  return made;
}

json::object shown(const Row& row, const Routed& made, std::int64_t ruleset) {
  return {{"id", row.at("id")}, {"from", row.at("from")}, {"subject", row.at("subject")}, {"priority", priority_of(made.priority.level)}, {"category", made.triaged.category}, {"actions", made.decision.text()}, {"rules", lines_of(made.decision)}, {"factors", texts(made.priority.factors)}, {"ruleset", ruleset}};
}

Result<std::vector<Row>> new_mail(Service& service, std::int64_t limit, const std::string& after) {
  return service.store().query("SELECT " + std::string(mail_columns) + " FROM router_messages WHERE owner = :owner AND status = 'new' AND id > :after ORDER BY id LIMIT :limit",
                               {{"owner", owner(service)}, {"limit", limit}, {"after", after}});
}

Result<void> keep_effect(Service& service, const Row& row, std::int64_t ruleset, const std::string& action, bool done, const json::object& result) {
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const auto now = rfc3339(service.now());
  CHITTY_DO(service.store().execute(
      "INSERT INTO router_effects (id, owner, message, content_hash, ruleset, action, state, claim, lease_until, attempts, result, made_at, done_at)"
      " VALUES (:id, :owner, :message, :hash, :ruleset, :action, :state, NULL, NULL, 0, :result, :now, :done_at) ON CONFLICT (owner, content_hash, ruleset, action) DO NOTHING",
      {{"id", id}, {"owner", owner(service)}, {"message", row.at("id")}, {"hash", row.at("content_hash")}, {"ruleset", ruleset}, {"action", action}, {"state", done ? "done" : "due"}, {"result", json::serialize(result)}, {"now", now}, {"done_at", done ? json::value(now) : json::value(nullptr)}}));
  return {};
}

Result<json::object> keep(Service& service, const Row& row, const Ruleset& set, bool with_models) {
  const auto made = route(row, set);
  CHITTY_DO(service.store().execute(
      "UPDATE router_messages SET status = 'routed', priority = :priority, floor = :floor, category = :category, labels = :labels, archived = :archived, decision = :decision WHERE id = :id AND owner = :owner",
      {{"id", row.at("id")}, {"owner", owner(service)}, {"priority", priority_of(made.priority.level)}, {"floor", made.decision.priority ? json::value(priority_of(*made.decision.priority)) : json::value(nullptr)}, {"category", made.triaged.category}, {"labels", json::serialize(texts(made.decision.labels))}, {"archived", made.decision.archive ? 1 : 0}, {"decision", made.decision.text()}}));
  auto record = shown(row, made, set.version);
  CHITTY_DO(keep_effect(service, row, set.version, "rules", true, {{"rules", record.at("rules")}, {"actions", record.at("actions")}, {"priority", record.at("priority")}, {"category", record.at("category")}, {"factors", record.at("factors")}, {"confidence", made.triaged.confidence}}));
  auto due = made.decision.agents;
  if (with_models)
    for (const auto* agent : {"triage", "priority"})
      if (std::find(due.begin(), due.end(), agent) == due.end()) due.emplace_back(agent);
  for (const auto& agent : due) CHITTY_DO(keep_effect(service, row, set.version, "agent:" + agent, false, {}));
  if (made.decision.evidence && row.at("attachment_count").to_number<std::int64_t>() > 0) CHITTY_DO(keep_effect(service, row, set.version, "evidence", false, {}));
  return record;
}

Result<Row> claimed(Service& service, const std::string& id, const std::string& claim) {
  CHITTY_TRY(auto effect, service.store().row("SELECT * FROM router_effects WHERE id = :id AND owner = :owner", {{"id", id}, {"owner", owner(service)}}, "There is no task " + id + "."));
  if (text_in(effect, "state") != "claimed" || text_in(effect, "claim") != claim) return make_error(Code::conflict, "The task is not held by this claim any more.");
  return effect;
}

}  // namespace

Result<Response> process(Service& service, const Process& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto set, ruleset_of(service));
    CHITTY_TRY(const auto rows, new_mail(service, given.body.limit, ""));
    json::array records;
    for (const auto& row : rows) {
      CHITTY_TRY(auto record, keep(service, row, set, given.body.models.value_or(false)));
      records.push_back(std::move(record));
    }
    if (!rows.empty()) CHITTY_DO(service.event("router.mail_routed", owner(service), {{"mails", rows.size()}, {"ruleset", set.version}}));
    CHITTY_TRY(const auto left, service.store().row("SELECT COUNT(*) AS n FROM router_messages WHERE owner = :owner AND status = 'new'", {{"owner", owner(service)}}, "No inbox."));
    return json::object{{"processed", rows.size()}, {"triaged", rows.size()}, {"left", left.at("n")}, {"messages", std::move(records)}};
  });
}

Result<Response> plan(Service& service, const Plan& given) {
  CHITTY_TRY(const auto set, ruleset_of(service));
  CHITTY_TRY(const auto rows, new_mail(service, given.query.limit, given.query.cursor));
  json::array records;
  for (const auto& row : rows) records.push_back(shown(row, route(row, set), set.version));
  return Response(json::value(std::move(records)));
}

Result<Response> decisions(Service& service, const Decisions& given) {
  CHITTY_TRY(const auto row, mail_of_caller(service, given.path.id));
  CHITTY_TRY(const auto rows, service.store().query_text("SELECT id, message, ruleset, action, state, result, attempts, made_at, done_at FROM router_effects WHERE owner = :owner AND message = :id ORDER BY id",
                                                         {{"owner", owner(service)}, {"id", given.path.id}}));
  return array_of(rows, shapes::decision);
}

Result<Response> claim_tasks(Service& service, const ClaimTasks& given) {
  CHITTY_TRY(const auto claim, new_secret(service.crypto(), 16));
  const auto now = rfc3339(service.now());
  json::array tasks;
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("UPDATE router_effects SET state = 'failed', done_at = :now WHERE owner = :owner AND state IN ('due', 'claimed') AND attempts >= :most AND (lease_until IS NULL OR lease_until <= :now)",
                                      {{"owner", owner(service)}, {"most", most_attempts}, {"now", now}}));
    CHITTY_TRY(const auto due, service.store().query("SELECT id, message, action, ruleset FROM router_effects WHERE owner = :owner AND state IN ('due', 'claimed') AND (lease_until IS NULL OR lease_until <= :now) ORDER BY id LIMIT :limit",
                                                     {{"owner", owner(service)}, {"now", now}, {"limit", given.body.limit}}));
    for (const auto& row : due) {
      CHITTY_DO(service.store().execute("UPDATE router_effects SET state = 'claimed', claim = :claim, lease_until = :until, attempts = attempts + 1 WHERE id = :id", {{"claim", claim}, {"until", rfc3339(service.now() + lease_ms)}, {"id", row.at("id")}}));
      CHITTY_TRY(const auto mail, mail_of_caller(service, text_in(row, "message")));
      tasks.push_back(json::object{{"id", row.at("id")}, {"action", row.at("action")}, {"message", record_of(mail, shapes::mail)}});
    }
    return {};
  }));
  return no_store(Response(json::object{{"claim", claim}, {"tasks", std::move(tasks)}}));
}

Result<Response> finish_task(Service& service, const FinishTask& given) {
  json::object result;
  CHITTY_TRY(const auto body, service.body());
  CHITTY_TRY(const auto said, object_in(body, "said"));
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto effect, claimed(service, given.path.id, given.body.claim));
    const auto action = text_in(effect, "action");
    CHITTY_TRY(const auto mail, mail_of_caller(service, text_in(effect, "message")));
    if (action.starts_with("agent:")) {
      CHITTY_TRY(result, run_agent(service, mail, *agent_of(action.substr(6)), said_of(said), true));
    } else {
      result = given.body.result;
    }
    CHITTY_DO(service.store().execute("UPDATE router_effects SET state = 'done', claim = NULL, lease_until = NULL, result = :result, done_at = :now WHERE id = :id", {{"id", given.path.id}, {"result", json::serialize(result)}, {"now", rfc3339(service.now())}}));
    return {};
  }));
  return answer(service, {{"result", std::move(result)}});
}

Result<Response> fail_task(Service& service, const FailTask& given) {
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto effect, claimed(service, given.path.id, given.body.claim));
    const auto attempts = effect.at("attempts").to_number<std::int64_t>();
    const bool over = attempts >= most_attempts;
    CHITTY_DO(service.store().execute("UPDATE router_effects SET state = :state, claim = NULL, lease_until = :until, result = :result, done_at = :done WHERE id = :id",
                                      {{"id", given.path.id}, {"state", over ? "failed" : "due"}, {"until", rfc3339(service.now() + (std::int64_t{30'000} << attempts))}, {"result", json::serialize(json::object{{"error", given.body.message}})}, {"done", over ? json::value(rfc3339(service.now())) : json::value(nullptr)}}));
    return {};
  }));
  return answer(service, json::object{});
}

}  // namespace chittyrouter::routes

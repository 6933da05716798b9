// Rules and the address book. Each change makes a new version of the ruleset, by which decisions are told apart.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "../mail/text.hpp"
#include "../rules/sieve.hpp"
#include "inbox.hpp"

namespace chittyrouter::routes {

using namespace chitty;

namespace {

constexpr std::string_view rule_columns = "SELECT id, name, condition, action, position, enabled, created_at FROM router_rules WHERE owner = :owner";
constexpr std::string_view contact_columns = "SELECT id, member_of AS \"group\", address, name, created_at FROM router_contacts WHERE owner = :owner";

Result<Row> rule_of_caller(Service& service, const std::string& id) {
  return service.store().row(std::string(rule_columns) + " AND id = :id", {{"owner", owner(service)}, {"id", id}}, "There is no rule " + id + ".", "List them: chitty router rules list");
}

// Groups that a condition names and the address book does not have: nothing is wrong with that, but it matches nothing yet.
Result<json::array> missing_groups(Service& service, const Condition& condition) {
  CHITTY_TRY(const auto book, book_of(service));
  json::array out;
  for (const auto& group : condition.groups())
    if (!book.contains(group)) out.emplace_back(group);
  return out;
}

// An address, a domain ("@example.com"): what the address book takes.
Result<std::string> address_in(std::string_view text) {
  const auto address = lower(text);
  const auto at = address.find('@');
  const bool plain = address.find_first_of(" \t\"<>,;()*") == address.npos;
  if (!plain || at == address.npos || at != address.rfind('@') || at + 1 == address.size()) return usage_error("This is no address: " + std::string(text) + ".", "Write an address, ada@example.com, or a domain, @example.com.");
  return address;
}

}  // namespace

Result<Response> list_rules(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query_text(std::string(rule_columns) + " ORDER BY position, id", {{"owner", owner(service)}}));
  return array_of(rows, shapes::rule);
}

Result<Response> create_rule(Service& service, const CreateRule& given) {
  CHITTY_TRY(const auto condition, Condition::parse(given.body.condition));
  CHITTY_TRY(const auto actions, parse_actions(given.body.action));
  CHITTY_TRY(auto missing, missing_groups(service, condition));
  return idempotent(service, 201, [&]() -> Result<json::object> {
    CHITTY_DO(service.quota("rules"));
    const json::object mine{{"owner", owner(service)}};
    CHITTY_TRY(const auto last, service.store().row("SELECT COALESCE(MAX(position), 0) AS last FROM router_rules WHERE owner = :owner", mine, "No rules."));
    const auto end = last.at("last").to_number<std::int64_t>() + 1, position = std::min(given.body.position.value_or(end), end);
    CHITTY_DO(service.store().execute("UPDATE router_rules SET position = position + 1 WHERE owner = :owner AND position >= :position", {{"owner", owner(service)}, {"position", position}}));
    CHITTY_TRY(const auto id, new_id(service, "rule_"));
    std::string action;
    for (const auto& each : actions) action += (action.empty() ? "" : ",") + each.text();
    CHITTY_DO(service.store().insert("router_rules", {{"id", id}, {"owner", owner(service)}, {"name", given.body.name.empty() ? given.body.condition.substr(0, std::min<std::size_t>(given.body.condition.size(), 60)) : given.body.name}, {"condition", given.body.condition}, {"action", action}, {"position", position}, {"enabled", given.body.enabled.value_or(true) ? 1 : 0}, {"created_at", rfc3339(service.now())}}));
    CHITTY_DO(next_ruleset(service));
    CHITTY_DO(service.event("router.rule_created", id, {{"condition", given.body.condition}, {"action", action}}));
    CHITTY_TRY(const auto row, rule_of_caller(service, id));
    auto shown = record_of(row, shapes::rule);
    shown["missingGroups"] = missing;
    return shown;
  });
}

Result<Response> delete_rule(Service& service, const DeleteRule& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto row, rule_of_caller(service, given.path.id));
    CHITTY_DO(service.store().execute("DELETE FROM router_rules WHERE id = :id AND owner = :owner", {{"id", given.path.id}, {"owner", owner(service)}}));
    CHITTY_DO(next_ruleset(service));
    CHITTY_DO(service.event("router.rule_deleted", given.path.id, {{"condition", row.at("condition")}, {"action", row.at("action")}}));
    return record_of(row, shapes::rule);
  });
}

// What a rule would make of one mail.
Result<Response> test_rule(Service& service, const TestRule& given) {
  CHITTY_TRY(const auto rule, rule_of_caller(service, given.path.id));
  CHITTY_TRY(const auto row, mail_of_caller(service, given.body.emailId));
  CHITTY_TRY(const auto condition, Condition::parse(text_in(rule, "condition")));
  CHITTY_TRY(const auto book, book_of(service));
  const auto facts = facts_of(row);
  const bool matches = condition.matches(facts, book);
  return Response(json::object{{"rule", given.path.id}, {"emailId", given.body.emailId}, {"matches", matches}, {"why", matches ? condition.why(facts, book) : std::string()}, {"action", rule.at("action")}});
}

Result<Response> export_rules(Service& service, const ExportRules&) {
  CHITTY_TRY(const auto set, ruleset_of(service));
  Response response;
  response.body = sieve_of(set.rules, set.book);
  response.headers = {{"Content-Type", "application/sieve"}};
  return response;
}

Result<Response> list_contacts(Service& service, const ListContacts& given) {
  std::string sql(contact_columns);
  json::object parameters{{"owner", owner(service)}, {"limit", given.query.limit}, {"cursor", given.query.cursor}};
  if (!given.query.group.empty()) sql += " AND member_of = :group", parameters["group"] = given.query.group;
  CHITTY_TRY(const auto rows, service.store().query_text(sql + " AND id > :cursor ORDER BY id LIMIT :limit", parameters));
  return array_of(rows, shapes::contact);
}

Result<Response> add_contact(Service& service, const AddContact& given) {
  CHITTY_TRY(const auto address, address_in(given.body.address));
  return idempotent(service, 201, [&]() -> Result<json::object> {
    CHITTY_DO(service.quota("contacts"));
    CHITTY_TRY(const auto id, new_ordered_id(service));
    const json::object which{{"owner", owner(service)}, {"group", given.body.group}, {"address", address}};
    CHITTY_TRY(const auto there, service.store().find("SELECT id FROM router_contacts WHERE owner = :owner AND member_of = :group AND address = :address", which));
    if (there) return make_error(Code::conflict, "'" + address + "' is in the group '" + given.body.group + "' already.");
    CHITTY_DO(service.store().insert("router_contacts", {{"id", id}, {"owner", owner(service)}, {"member_of", given.body.group}, {"address", address}, {"name", given.body.name}, {"created_at", rfc3339(service.now())}}));
    CHITTY_DO(next_ruleset(service));
    CHITTY_TRY(const auto row, service.store().row(std::string(contact_columns) + " AND id = :id", {{"owner", owner(service)}, {"id", id}}, "It was not added."));
    return record_of(row, shapes::contact);
  });
}

Result<Response> remove_contact(Service& service, const RemoveContact& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto row, service.store().row(std::string(contact_columns) + " AND id = :id", {{"owner", owner(service)}, {"id", given.path.id}}, "There is no contact " + given.path.id + ".", "List them: chitty router contacts list"));
    CHITTY_DO(service.store().execute("DELETE FROM router_contacts WHERE id = :id AND owner = :owner", {{"id", given.path.id}, {"owner", owner(service)}}));
    CHITTY_DO(next_ruleset(service));
    return record_of(row, shapes::contact);
  });
}

}  // namespace chittyrouter::routes

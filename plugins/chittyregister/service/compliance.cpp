#include "compliance.hpp"

#include <chitty/answers.hpp>
#include <chittyregister_names.hpp>

#include "authority.hpp"
#include "trail.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

Result<std::optional<json::object>> declaration_of(Service& service, const std::string& name) {
  CHITTY_TRY(const auto row,
             service.store().find("SELECT declaration FROM register_services WHERE name = :name", {{"name", name}}));
  if (!row) return std::optional<json::object>();
  return std::optional(object_in_text(row->at("declaration")));
}

Result<std::set<std::string>> known_services(Service& service) {
  std::set<std::string> all;
  CHITTY_TRY(const auto here, service.scopes_of_services());
  if (here)
    for (const auto& [name, scopes] : *here) all.emplace(name);
  CHITTY_DO(service.store().each("SELECT name FROM register_services", {},
                                 [&](const Row& row) { return all.insert(text_in(row, "name")), true; }));
  return all;
}

}  // namespace

// Who may reach this machine and its networks by itself may have them looked at; nobody else looks into them through us.
Result<LookRules> rules_for(Service& service) {
  LookRules rules;
  rules.inside = is_operator(service);
  CHITTY_TRY(const auto root,
             service.store().find("SELECT pem FROM register_authorities WHERE kind = 'root' ORDER BY number DESC LIMIT 1"));
  if (root) rules.root = text_in(*root, "pem");
  return rules;
}

Result<Verdict> judge(Service& service, const Controlled& of) {
  CHITTY_TRY(const auto declaration, declaration_of(service, of.name));
  CHITTY_TRY(const auto others, known_services(service));
  CHITTY_TRY(auto rules, rules_for(service));
  CHITTY_TRY(auto at, parse_address(of.endpoint));
  // This daemon's own services, whoever asks: everybody may ask them. A stranger's name may lead inside by now, so that is not
  // looked at for anybody.
  rules.inside = of.is_local || (rules.inside && (of.holder == "owner" || of.holder == service.caller().subject));
  const bool on_this_machine =
      at.host == "localhost" || at.host == "127.0.0.1" || at.host == "::1" || at.host.ends_with(".localhost");
  at.path += "/health";
  const auto seen = look(at, rules);
  const auto* declared = declaration ? &*declaration : nullptr;
  return Verdict{{check_health(seen), check_tls(seen, on_this_machine, service.now() / 1000), check_schema(declared),
                  check_charter(declared), check_dependencies(declared, others)}};
}

namespace {

Result<json::object> kept(Service& service, const Controlled& of, const Verdict& verdict) {
  const auto score = verdict.score();
  const auto now = rfc3339(service.now()), checks = json::serialize(verdict.shown());
  const json::value number = score ? json::value(*score) : json::value(nullptr);
  CHITTY_DO(
      service.store().execute("INSERT INTO register_results (name, score, coverage, certifiable, checks, checked_by, checked_at) "
                              "VALUES (:name, :score, :coverage, :certifiable,"
                              " :checks, :by, :now) ON CONFLICT (name) DO UPDATE SET score = excluded.score, coverage = "
                              "excluded.coverage, certifiable = excluded.certifiable,"
                              " checks = excluded.checks, checked_by = excluded.checked_by, checked_at = excluded.checked_at",
                              {{"name", of.name},
                               {"score", number},
                               {"coverage", verdict.coverage()},
                               {"certifiable", verdict.certifiable() ? 1 : 0},
                               {"checks", checks},
                               {"by", service.caller().subject},
                               {"now", now}}));
  CHITTY_DO(remember(service, of.name, of.holder, "service.checked", {{"score", number}, {"coverage", verdict.coverage()}}));
  CHITTY_TRY(const auto certified,
             service.store().find("SELECT valid_until FROM register_certifications WHERE name = :name AND valid_until > :now"
                                  " ORDER BY certified_at DESC LIMIT 1",
                                  {{"name", of.name}, {"now", now}}));
  return json::object{{"name", of.name},
                      {"endpoint", of.endpoint},
                      {"score", number},
                      {"coverage", verdict.coverage()},
                      {"certifiable", verdict.certifiable()},
                      {"certifiedUntil", certified ? certified->at("valid_until") : json::value(nullptr)},
                      {"checkedAt", now},
                      {"checks", verdict.shown()}};
}

}  // namespace

namespace routes {

// Looks now, and remembers what was seen.
Result<Response> compliance(Service& service, const Compliance& given) {
  CHITTY_TRY(const auto of, known(service, given.path.service));
  CHITTY_TRY(const auto verdict, judge(service, of));
  CHITTY_TRY(auto shown, service.store().transaction([&] { return kept(service, of, verdict); }));
  return answer(service, std::move(shown));
}

}  // namespace routes
}  // namespace chittyregister

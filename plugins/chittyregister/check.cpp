#include "check.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <algorithm>
#include <numeric>

namespace chittyregister {

using namespace chitty;

namespace {

struct Criterion {
  const char* name;
  int weight;
  const char* what;
};
constexpr Criterion criteria[] = {
    {"health", 30, "GET /health answers 200 within 5 s, with a JSON object whose status is ok, healthy or operational"},
    {"tls", 20,
     "HTTPS with TLS 1.2 or newer and a certificate that is trusted, has the host's name and is good for 14 days more"},
    {"schema", 20, "The declaration names its entities, and relationships between these alone"},
    {"charter", 15, "The declaration has a description, a version, a maintainer, a tier and a domain"},
    {"dependencies", 15, "Every service that it depends on is known here"}};
constexpr std::int64_t soon = 14 * 86'400;

Check begin(const char* name) {
  const auto found =
      std::find_if(std::begin(criteria), std::end(criteria), [&](const auto& one) { return std::string_view(one.name) == name; });
  return {found->name, found->weight};
}

Check passed(Check check, std::string reason) {
  check.state = State::passed, check.points = check.weight, check.reason = std::move(reason);
  return check;
}

Check failed(Check check, std::string reason, std::string remedy, int points = 0) {
  check.state = State::failed, check.points = points, check.reason = std::move(reason), check.remedy = std::move(remedy);
  return check;
}

Check unknown(Check check, std::string reason, std::string remedy) {
  check.reason = std::move(reason), check.remedy = std::move(remedy);
  return check;
}

Check undeclared(Check check) {
  return unknown(std::move(check), "nothing was declared", "Submit a declaration: chitty register submit FILE");
}

const json::object* object_at(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value ? value->if_object() : nullptr;
}

std::vector<std::string> texts_at(const json::object& object, std::string_view member) {
  std::vector<std::string> texts;
  const auto* value = object.if_contains(member);
  if (const auto* list = value ? value->if_array() : nullptr)
    for (const auto& one : *list)
      if (one.is_string()) texts.emplace_back(one.get_string());
  return texts;
}

const char* word(State state) { return state == State::passed ? "passed" : state == State::failed ? "failed"
                                                                                                  : "inconclusive"; }

}  // namespace

Check check_health(const Look& seen) {
  auto check = begin("health");
  const auto remedy = "Let GET /health answer 200 and {\"status\":\"ok\"} to everybody within 5 s";
  if (seen.status == 0) return failed(std::move(check), "no answer: " + seen.problem, remedy);
  const auto status = std::to_string(seen.status), took = std::to_string(seen.took_ms) + " ms";
  if (seen.status == 401 || seen.status == 403)
    return unknown(std::move(check), "it answers " + status + ": not to everybody", remedy);
  if (seen.status >= 300 && seen.status < 400)
    return failed(std::move(check), "it answers " + status + ", and redirects are not followed", remedy);
  if (seen.status != 200) return failed(std::move(check), "it answers " + status, remedy);
  boost::system::error_code ec;
  const auto body = json::parse(seen.body, ec);
  const auto said = !ec && body.is_object() ? text_in(body, "status") : std::string();
  for (const auto* well : {"ok", "healthy", "operational"})
    if (said == well) return passed(std::move(check), "it says " + said + ", in " + took);
  return failed(std::move(check),
                said.empty() ? "its answer is not a JSON object with a status" : "it says '" + said.substr(0, 40) + "'", remedy);
}

Check check_tls(const Look& seen, bool on_this_machine, std::int64_t now) {
  auto check = begin("tls");
  const auto remedy = "Serve it by https, with a certificate such as: chitty register cert issue --service NAME";
  if (seen.encrypted) {
    if (!seen.problem.empty()) return failed(std::move(check), seen.problem, remedy);
    const auto until = rfc3339(seen.ends * 1000).substr(0, 10);
    if (seen.ends - now < soon)
      return failed(std::move(check), "its certificate ends on " + until, "Renew it: chitty register cert renew ID",
                    check.weight / 2);
    return passed(std::move(check), "its certificate is trusted until " + until);
  }
  if (on_this_machine) return unknown(std::move(check), "it is on this machine alone, where nothing is encrypted", remedy);
  if (seen.status == 0) return unknown(std::move(check), "there was no answer", remedy);
  return failed(std::move(check), "it is served in the clear", remedy);
}

Check check_schema(const json::object* declaration) {
  auto check = begin("schema");
  const auto* schema = declaration ? object_at(*declaration, "schema") : nullptr;
  if (!schema) return undeclared(std::move(check));
  const auto remedy = "Name every entity in schema.entities: chitty register requirements";
  const auto entities = texts_at(*schema, "entities");
  if (entities.empty()) return failed(std::move(check), "it names no entities", remedy);
  const std::set<std::string> all(entities.begin(), entities.end());
  if (all.size() != entities.size()) return failed(std::move(check), "it names an entity twice", remedy, check.weight / 2);
  const auto* relationships = schema->if_contains("relationships");
  if (const auto* list = relationships ? relationships->if_array() : nullptr)
    for (const auto& one : *list)
      for (const auto* end : {"from", "to"})
        if (const auto entity = text_in(one, end); !all.contains(entity))
          return failed(std::move(check), "a relationship has '" + entity.substr(0, 64) + "', which is not among its entities",
                        remedy, check.weight / 2);
  return passed(std::move(check), std::to_string(entities.size()) + (entities.size() == 1 ? " entity" : " entities"));
}

Check check_charter(const json::object* declaration) {
  auto check = begin("charter");
  if (!declaration) return undeclared(std::move(check));
  static const json::object none;
  const auto* metadata = object_at(*declaration, "metadata");
  if (!metadata) metadata = &none;
  std::string missing;
  int there = 0;
  const auto want = [&](bool is_there, const char* what) {
    if (is_there) ++there;
    else missing += (missing.empty() ? "" : ", ") + std::string(what);
  };
  want(text_in(*declaration, "description").size() >= 10, "description");
  want(!text_in(*declaration, "version").empty(), "version");
  want(!text_in(*metadata, "maintainer").empty(), "metadata.maintainer");
  want(metadata->contains("tier"), "metadata.tier");
  want(!text_in(*metadata, "domain").empty(), "metadata.domain");
  if (missing.empty()) return passed(std::move(check), "all five facts are declared");
  return failed(std::move(check), "not declared: " + missing,
                "Add what is missing and submit it again: chitty register submit FILE", check.weight * there / 5);
}

Check check_dependencies(const json::object* declaration, const std::set<std::string>& known) {
  auto check = begin("dependencies");
  const auto* metadata = declaration ? object_at(*declaration, "metadata") : nullptr;
  if (!metadata || !metadata->contains("dependencies"))
    return unknown(std::move(check), "none are declared, nor that there are none",
                   "Declare metadata.dependencies, an empty list if there are none");
  const auto all = texts_at(*metadata, "dependencies");
  std::string missing;
  int there = 0;
  for (const auto& one : all) {
    if (known.contains(one)) ++there;
    else missing += (missing.empty() ? "" : ", ") + one.substr(0, 64);
  }
  if (missing.empty())
    return passed(std::move(check), all.empty() ? "it depends on nothing" : "all " + std::to_string(all.size()) + " are known");
  return failed(std::move(check), "not known here: " + missing,
                "Register them first: chitty register challenge NAME --endpoint URL",
                check.weight * there / static_cast<int>(all.size()));
}

std::optional<int> Verdict::score() const {
  const auto weights = coverage();
  if (weights == 0) return std::nullopt;
  const auto points = std::accumulate(checks.begin(), checks.end(), 0, [](int sum, const Check& one) {
    return sum + (one.state == State::inconclusive ? 0 : one.points);
  });
  return (points * 200 + weights) / (2 * weights);
}

int Verdict::coverage() const {
  return std::accumulate(checks.begin(), checks.end(), 0,
                         [](int sum, const Check& one) { return sum + (one.state == State::inconclusive ? 0 : one.weight); });
}

bool Verdict::certifiable() const {
  const auto healthy = std::any_of(checks.begin(), checks.end(), [](const Check& one) {
    return std::string_view(one.name) == "health" && one.state == State::passed;
  });
  return healthy && coverage() >= least_seen && score().value_or(0) >= enough;
}

json::array Verdict::shown() const {
  json::array all;
  for (const auto& one : checks) {
    json::object check{{"name", one.name}, {"state", word(one.state)}, {"weight", one.weight}, {"reason", one.reason}};
    if (one.state != State::inconclusive) check["points"] = one.points;
    if (!one.remedy.empty()) check["remedy"] = one.remedy;
    all.push_back(std::move(check));
  }
  return all;
}

json::array requirements() {
  json::array all;
  for (const auto& one : criteria) all.push_back({{"name", one.name}, {"weight", one.weight}, {"what", one.what}});
  return all;
}

}  // namespace chittyregister

#include "deploying.hpp"

#include "../ecosystem/installed.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <algorithm>
#include <set>

namespace os::deployment {

using namespace chitty;

namespace {

constexpr std::int64_t ask_ms = 5000;
constexpr auto between_looks = std::chrono::milliseconds(500);
constexpr int in_a_row = 2;  // looks that must find it well

class Deploying {
 public:
  Deploying(Host& host, Journal& journal, Plan plan, std::int64_t gate_ms) : host_(host), journal_(journal), plan_(std::move(plan)), gate_ms_(gate_ms) {}

  Result<Outcome> run() {
    if (journal_.at_rest()) CHITTY_DO(begin());
    if (const auto* failed = entry("failed", "")) {
      outcome_.failed = text_in(*failed, "of"), outcome_.why = text_in(*failed, "problem");
    } else {
      auto done = plan_.here ? all_here() : each_elsewhere();
      if (!done && (done.error().code == Code::cancelled || !failing_)) return done.error();
    }
    if (!outcome_.failed.empty() && !plan_.here) CHITTY_DO(roll_back());
    CHITTY_DO(note("end"));
    tell();
    CHITTY_DO(chronicle());
    return std::move(outcome_);
  }

 private:
  Result<void> begin() {
    json::array planned;
    for (const auto& target : plan_.targets)
      if (!target.is_current()) planned.push_back(json::object{{"service", target.name}, {"from", target.from}, {"to", target.to}});
    return journal_.begin({{"at", rfc3339(host_.now())}, {"step", "begin"}, {"environment", plan_.environment}, {"plan", std::move(planned)}});
  }

  Result<void> note(const char* step, const std::string& service = {}, json::object more = {}) {
    json::object made{{"at", rfc3339(host_.now())}, {"step", step}};
    if (!service.empty()) made["service"] = service;
    for (auto& [name, value] : more) made[name] = value;
    return journal_.add(std::move(made));
  }

  const json::object* entry(std::string_view step, std::string_view service) const {
    for (const auto& one : journal_.entries())
      if (text_in(one, "step") == step && text_in(one, "service") == service) return &one;
    return nullptr;
  }

  // A step that is done once: not again by whoever goes on.
  Result<void> step(const char* intent, const char* result, const std::string& service, const std::function<Result<void>()>& act) {
    if (entry(result, service)) return {};
    if (!entry(intent, service)) CHITTY_DO(note(intent, service));
    if (auto done = act(); !done) {
      if (done.error().code == Code::cancelled) return done.error();
      failing_ = true;
      outcome_.failed = service.empty() ? "chittyd" : service, outcome_.why = done.error().message;
      CHITTY_DO(note("failed", {}, {{"of", outcome_.failed}, {"problem", outcome_.why}}));
      return done.error();
    }
    return note(result, service);
  }

  Result<void> migrate(const std::string& service) {
    if (!has_database(host_, plan_.environment)) return {};
    auto done = host_.daemon("database", {{"work", "migrate"}, {"way", "up"}, {"service", service}, {"environment", plan_.environment}, {"silent", true}});
    return done ? Result<void>() : Result<void>(done.error());
  }

  // Well and of the version that is wanted, some looks in a row.
  Result<void> becomes_well(Target& target, const std::string& version) {
    const auto end = host_.now() + gate_ms_;
    for (int well = 0; well < in_a_row;) {
      auto seen = look_again(host_, plan_, target, std::min(ask_ms, gate_ms_));
      if (!seen && seen.error().code == Code::cancelled) return seen;
      const bool fits = seen && target.status == "ok" && (version.empty() || target.from == version);
      well = fits ? well + 1 : 0;
      if (well == in_a_row) return {};
      if (!fits && host_.now() >= end)
        return make_error(Code::timeout, target.name + " is " + (target.status.empty() ? "not there" : target.status) + (target.from.empty() ? "" : " at version " + target.from) + ", not ok at version " + version + ", after " + std::to_string(gate_ms_ / 1000) + "s");
      CHITTY_DO(host_.wait(between_looks));
    }
    return {};
  }

  Result<void> ask_deployer(const Target& target, const std::string& version) {
    if (target.deployer.empty())
      return make_error(Code::configuration, "no deployer is named for " + target.name + " in environment " + plan_.environment);
    auto words = target.deployer;
    words.push_back(target.name), words.push_back(version);
    auto done = host_.run(words);
    return done ? Result<void>() : Result<void>(done.error());
  }

  // The one that it is already, it is not asked to become again: whoever was killed goes on behind it.
  Result<void> deploy_one(Target& target) {
    auto now = target;
    if (look_again(host_, plan_, now, ask_ms) && now.from == target.to && now.status == "ok") return {};
    return ask_deployer(target, target.to);
  }

  // It is deployed whether the registry knows it or not.
  Result<void> register_one(const Target& target) {
    if (!host_knows_registry()) return {};
    const auto told = host_.run({"registry", "service", "register", target.name, "--url", target.place.base_url, "--health", target.place.health, "--version", target.to});
    if (!told && told.error().code == Code::cancelled) return told.error();
    if (!told && told.error().code != Code::conflict) host_.note("warning: " + target.name + " was not registered: " + told.error().message);
    return {};
  }

  bool host_knows_registry() { return installed(host_).contains("chittyregistry"); }

  Result<void> each_elsewhere() {
    std::size_t count = 0;
    for (auto& target : plan_.targets) {
      if (!is_planned(target.name)) continue;
      const auto& name = target.name;
      host_.progress(count++, plan_.targets.size(), name);
      CHITTY_DO(step("migrating", "migrated", name, [&] { return migrate(target.place.type); }));
      CHITTY_DO(step("deploying", "deployed", name, [&] { return deploy_one(target); }));
      CHITTY_DO(step("looking", "healthy", name, [&] { return becomes_well(target, target.to); }));
      CHITTY_DO(step("registering", "registered", name, [&] { return register_one(target); }));
    }
    return {};
  }

  Result<void> restart() {
    CHITTY_DO(host_.daemon("down"));
    CHITTY_DO(host_.daemon("up"));
    return {};
  }

  Result<void> all_here() {
    CHITTY_DO(step("migrating", "migrated", {}, [&] { return migrate({}); }));
    CHITTY_DO(step("restarting", "restarted", {}, [&] { return restart(); }));
    for (auto& target : plan_.targets)
      if (is_planned(target.name)) CHITTY_DO(step("looking", "healthy", target.name, [&] { return becomes_well(target, target.to); }));
    return {};
  }

  bool is_planned(const std::string& service) const {
    const auto& planned = journal_.entries().front().at("plan").as_array();
    return std::any_of(planned.begin(), planned.end(), [&](const auto& one) { return text_in(one, "service") == service; });
  }

  std::string version_before(const std::string& service) const {
    for (const auto& one : journal_.entries().front().at("plan").as_array())
      if (text_in(one, "service") == service) return text_in(one, "from");
    return {};
  }

  // The last first. One that cannot be brought back is named, and the others go on.
  Result<void> roll_back() {
    for (auto target = plan_.targets.rbegin(); target != plan_.targets.rend(); ++target) {
      const auto& name = target->name;
      if (!is_planned(name) || !entry("deploying", name) || entry("rolled back", name) || entry("not rolled back", name)) continue;
      const auto before = version_before(name);
      if (before.empty()) {
        CHITTY_DO(note("not rolled back", name, {{"problem", "no version before it is known"}}));
        continue;
      }
      if (!entry("rolling back", name)) CHITTY_DO(note("rolling back", name));
      auto done = ask_deployer(*target, before);
      if (done) done = becomes_well(*target, before);
      if (!done && done.error().code == Code::cancelled) return done;
      CHITTY_DO(done ? note("rolled back", name) : note("not rolled back", name, {{"problem", done.error().message}}));
    }
    return {};
  }

  // In the environment's database, or else in that of this machine. What it is about has been done, whether the chronicle knows it or not.
  Result<void> chronicle() {
    const auto where = has_database(host_, plan_.environment) ? plan_.environment : std::string("local");
    json::object data{{"environment", plan_.environment}, {"services", outcome_.rows}};
    if (!outcome_.failed.empty()) data["failed"] = outcome_.failed;
    const auto told = host_.daemon("database", {{"work", "event"}, {"type", outcome_.failed.empty() ? "deployment.finished" : "deployment.failed"}, {"data", std::move(data)}, {"environment", where}});
    if (!told && told.error().code == Code::cancelled) return told.error();
    if (!told) host_.note("warning: the chronicle was not told: " + told.error().message);
    return {};
  }

  void tell() {
    for (const auto& target : plan_.targets) {
      const auto& name = target.name;
      const bool done = plan_.here ? outcome_.failed.empty() : entry("registered", name) != nullptr;
      const auto* back = entry("rolled back", name);
      const auto* left = entry("not rolled back", name);
      json::object row{{"service", name}, {"from", is_planned(name) ? version_before(name) : target.from}, {"to", target.to}};
      row["state"] = !is_planned(name) ? "current" : back ? "rolled back"
                                                 : left   ? "not rolled back"
                                                 : done   ? "deployed"
                                                          : "untouched";
      if (left) row["problem"] = text_in(*left, "problem");
      if (name == outcome_.failed) row["problem"] = outcome_.why;
      outcome_.rows.push_back(std::move(row));
    }
  }

  Host& host_;
  Journal& journal_;
  Plan plan_;
  std::int64_t gate_ms_;
  bool failing_ = false;
  Outcome outcome_;
};

}  // namespace

Plan plan_in(const Journal& journal, Host& host, const Plan& now) {
  Plan plan = now;
  plan.targets.clear();
  const auto& begun = journal.entries().front();
  plan.environment = text_in(begun, "environment");
  for (const auto& one : begun.at("plan").as_array()) {
    const auto name = text_in(one, "service");
    const auto found = std::find_if(now.targets.begin(), now.targets.end(), [&](const auto& target) { return target.name == name; });
    Target target = found == now.targets.end() ? Target{name, {}, {}, {}, {name, name, {}, "/health", true, {}}, deployer_of(host, plan.environment, name)} : *found;
    target.to = text_in(one, "to");
    plan.targets.push_back(std::move(target));
  }
  return plan;
}

Result<Outcome> deploy(Host& host, Journal& journal, Plan plan, std::int64_t gate_ms) { return Deploying(host, journal, std::move(plan), gate_ms).run(); }

}  // namespace os::deployment

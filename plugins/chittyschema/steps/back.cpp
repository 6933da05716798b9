// The way back: what undoes a step, and the steps between two versions.
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <deque>
#include <map>
#include <set>

#include "pointer.hpp"
#include "steps.hpp"

namespace chittyschema::steps {

using namespace chitty;

namespace {

Back of_map(const json::object& step) {
  json::array pairs;
  std::set<std::string> results;
  for (const auto& pair : step.at("pairs").as_array()) {
    if (!results.insert(json::serialize(pair.at(1))).second) return {{}, "several values become " + json::serialize(pair.at(1))};
    pairs.push_back(json::array{pair.at(1), pair.at(0)});
  }
  auto back = step;
  back["pairs"] = std::move(pairs);
  return {std::move(back), {}};
}

std::string sibling(const std::string& at, const std::string& name) { return at.substr(0, at.rfind('/') + 1) + name; }

}  // namespace

Back back_of(const json::object& step) {
  const auto op = text_in(step, "op"), at = text_in(step, "at");
  json::object back;
  if (step.contains("in")) back["in"] = step.at("in");
  if (op == "rename") {
    const auto parts = parts_of(at);
    back["op"] = op, back["at"] = sibling(at, text_in(step, "to")), back["to"] = parts.empty() ? "" : parts.back();
  } else if (op == "move") {
    back["op"] = op, back["from"] = step.at("to"), back["to"] = step.at("from");
  } else if (op == "default") {
    back["op"] = "remove", back["at"] = at, back["only"] = step.at("value");
  } else if (op == "remove") {
    if (!step.contains("back")) return {{}, "what was removed is gone"};
    back["op"] = "default", back["at"] = at, back["value"] = step.at("back");
  } else if (op == "split") {
    back["op"] = "join", back["from"] = step.at("into"), back["by"] = step.at("by"), back["to"] = at;
  } else if (op == "join") {
    back["op"] = "split", back["at"] = step.at("to"), back["by"] = step.at("by"), back["into"] = step.at("from");
  } else if (op == "map") {
    return of_map(step);
  } else {
    if (!step.contains("from")) return {{}, "it does not say what it was (\"from\")"};
    back["op"] = op, back["at"] = at, back["to"] = step.at("from"), back["from"] = step.at("to");
  }
  return {std::move(back), {}};
}

namespace {

struct Turned {
  std::optional<json::array> steps{};
  std::string why{};
};

Turned turned(const json::array& steps) {
  json::array all;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    auto back = back_of(step->as_object());
    if (!back.step) return {{}, words_of(step->as_object()) + ": " + back.why};
    all.push_back(*std::move(back.step));
  }
  return {std::move(all), {}};
}

}  // namespace

Result<json::array> way(const std::vector<Edge>& edges, const std::string& from, const std::string& to) {
  std::map<std::string, json::array> reached{{from, {}}};
  std::deque<std::string> next{from};
  std::string lost;
  while (!next.empty() && !reached.contains(to)) {
    const auto at = next.front();
    next.pop_front();
    const auto go = [&](const std::string& there, const json::array& steps) {
      if (reached.contains(there)) return;
      auto all = reached.at(at);
      all.insert(all.end(), steps.begin(), steps.end());
      reached[there] = std::move(all);
      next.push_back(there);
    };
    for (const auto& edge : edges)
      if (edge.from == at) go(edge.to, edge.steps);
    for (const auto& edge : edges)
      if (edge.to == at && !reached.contains(edge.from)) {
        const auto back = turned(edge.steps);
        if (back.steps) go(edge.from, *back.steps);
        else lost = back.why;
      }
  }
  if (reached.contains(to)) return reached.at(to);
  if (!lost.empty()) return make_error(Code::refused, "there is no way back from '" + from + "' to '" + to + "': cannot undo " + lost, "Declare how: chitty schema steps register STEPS --schema NAME --from " + from + " --to " + to);
  return make_error(Code::not_found, "no steps lead from '" + from + "' to '" + to + "'", "Declare them: chitty schema steps register STEPS --schema NAME --from " + from + " --to " + to);
}

}  // namespace chittyschema::steps

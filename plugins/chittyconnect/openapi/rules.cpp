#include "rules.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "paths.hpp"
#include "reading.hpp"
#include "references.hpp"
#include "served.hpp"

namespace chittyconnect::openapi {

namespace {

constexpr std::string_view methods[] = {"get", "put", "post", "delete", "options", "head", "patch", "trace"};

using Names = std::set<std::pair<std::string, std::string>>;  // of parameters: where, name

class Rules {
 public:
  Rules(const json::value& document, Judgement& judged) : document_(document), judged_(judged) {}

  void look() {
    const auto& whole = document_.get_object();
    for (const auto& [path, item] : object_at(whole, "paths"))
      if (path.starts_with('/')) look_at_path(std::string(path), item);
    judged_.schemas = static_cast<std::int64_t>(object_at(object_at(whole, "components"), "schemas").size());
  }

 private:
  void add(std::string at, std::string rule, std::string message) {
    judged_.problems.push_back({std::move(at), std::move(rule), std::move(message)});
  }

  void look_at_path(const std::string& path, const json::value& item) {
    const auto at = "/paths" + pointer_step(path);
    ++judged_.paths;
    if (const auto [known, fresh] = forms_.emplace(form_of(path), path); !fresh)
      add(at, "path", "is the same path as " + known->second + ": only its parameters have other names");
    const auto* described = followed(document_, item);
    if (!described || !described->is_object()) return;
    const auto common = parameters(described->get_object(), at);
    for (const auto& [member, operation] : described->get_object())
      if (std::find(std::begin(methods), std::end(methods), std::string_view(member)) != std::end(methods) && operation.is_object())
        look_at_operation(path, at + pointer_step(member), operation.get_object(), common);
  }

  // Those that are said there; one that is said twice is told.
  Names parameters(const json::object& from, const std::string& at) {
    Names names;
    const auto& all = array_at(from, "parameters");
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto* one = followed(document_, all[i]);
      if (!one || !one->is_object()) continue;
      const auto where = text_at(one->get_object(), "in"), name = text_at(one->get_object(), "name");
      if (!names.emplace(where, name).second)
        add(at + "/parameters/" + std::to_string(i), "parameter", "the " + where + " parameter '" + name + "' is there twice");
    }
    return names;
  }

  void look_at_operation(const std::string& path, const std::string& at, const json::object& operation, const Names& common) {
    ++judged_.operations;
    if (const auto id = text_at(operation, "operationId"); !id.empty())
      if (const auto [known, fresh] = ids_.emplace(id, at); !fresh) add(at + "/operationId", "operation-id", "'" + id + "' is the id of another operation too: " + known->second);
    auto names = parameters(operation, at);
    names.insert(common.begin(), common.end());
    const auto variables = variables_of(path);
    for (const auto& variable : variables)
      if (!names.contains({"path", variable})) add(at, "path-parameter", "lacks the path parameter '" + variable + "'");
    for (const auto& [where, name] : names)
      if (where == "path" && std::find(variables.begin(), variables.end(), name) == variables.end())
        add(at, "path-parameter", "has a path parameter '" + name + "' that its path does not name");
  }

  const json::value& document_;
  Judgement& judged_;
  std::map<std::string, std::string> forms_, ids_;
};

}  // namespace

void look_at_rules(const json::value& document, Judgement& judged) { Rules(document, judged).look(); }

}  // namespace chittyconnect::openapi

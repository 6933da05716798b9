#include "compiler.hpp"

#include <chitty/nearest.hpp>

#include <algorithm>

#include "number.hpp"

namespace chitty::json_schema {

Result<std::shared_ptr<const Program>> Compiler::run(const json::value& document) {
  program_->show_values = options_.show_values;
  if (const Place root = documents_.open(document); root.schema) {
    program_->root = node_for(root);
    // References wait in line with the rest: a chain of them takes no stack.
    do {
      for (; !waiting_.empty(); waiting_.pop_front()) compile(waiting_.front());
      add_dynamic_anchors();
    } while (!waiting_.empty());
    if (problems_.empty()) refuse_circles();
  }
  if (!problems_.empty()) return problems_.error();
  return std::shared_ptr<const Program>(program_);
}

const Node* Compiler::node_for(const Place& place) {
  auto& node = nodes_[place.schema];
  if (node) return node;
  node = &program_->nodes.emplace_back();
  node->place = place.name;
  node->resource = place.resource->number;
  waiting_.push_back({place, node});
  return node;
}

void Compiler::compile(const Work& work) {
  const auto& schema = *work.place.schema;
  if (schema.is_bool()) {
    work.node->never = !schema.get_bool();
  } else if (!schema.is_object()) {
    problems_.add(work.place.name, "is not a schema: a schema is an object, true or false");
  } else {
    check_keywords(work);
    compile_rules(work);
  }
}

void Compiler::compile_rules(const Work& work) {
  if (work.dialect().is_draft7() && work.schema().contains("$ref")) return compile_references(work);
  const auto yes = [&](std::string_view keyword) {
    const auto* found = find(work, keyword);
    return found && found->is_bool() && found->get_bool();
  };
  const auto* format = find(work, "format");
  work.node->hidden = yes("writeOnly") || yes("secret") || (format && *format == "password");
  if (work.dialect().validation) compile_values(work);
  if (format) read_format(work, *format);
  if (work.dialect().applicator) compile_parts(work);
  compile_references(work);
  if (work.dialect().applicator) compile_logic(work);
  if (work.dialect().unevaluated && !work.dialect().is_draft7()) read_unevaluated(work);
}

void Compiler::check_keywords(const Work& work) {
  if (!options_.strict) return;
  const Draft draft = work.dialect().draft;
  auto known = keyword_names(draft);
  known.insert(known.end(), options_.annotations.begin(), options_.annotations.end());
  for (const auto& [name, value] : work.schema()) {
    const std::string_view word = name;
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const Draft other = draft == Draft::draft7 ? Draft::draft2020_12 : Draft::draft7;
    const auto near = nearest(word, known);
    std::string message = "has the unknown keyword \"" + std::string(word) + "\"";
    if (find_keyword(word, other)) message += other == Draft::draft7 ? ", which is one of draft 7" : ", which is one of 2020-12";
    else if (word == "nullable") message += "; say \"type\": [..., \"null\"]";
    else if (!near.empty()) message += "; did you mean \"" + near.front() + "\"?";
    problems_.add(work.place.name, message);
  }
}

// Schemas that only a $dynamicRef may reach, of each resource that has come so far.
void Compiler::add_dynamic_anchors() {
  const auto& resources = documents_.resources();
  program_->dynamic_anchors.resize(resources.size());
  for (const auto& resource : resources) {
    auto& anchors = program_->dynamic_anchors[resource.number];
    for (const auto& [name, schema] : resource.dynamic_anchors) {
      if (anchors.contains(name)) continue;
      anchors[name] = node_for({schema, const_cast<Resource*>(&resource), resource.place + "#" + name});
    }
  }
}

// A schema that comes back to itself for the same value would never end.
void Compiler::refuse_circles() {
  enum class State : char {
    untouched,
    open,
    done
  };
  std::unordered_map<const Node*, State> states;
  struct Open {
    const Node* node;
    std::size_t next = 0;
  };
  for (const auto& start : program_->nodes) {
    if (states[&start] != State::untouched) continue;
    std::vector<Open> way{{&start}};
    states[&start] = State::open;
    while (!way.empty()) {
      auto& [node, next] = way.back();
      if (next == node->same.size()) {
        states[node] = State::done;
        way.pop_back();
        continue;
      }
      const Sub& to = node->same[next++];
      if (states[to.node] == State::open)
        return problems_.add(node->place + to.path, "leads back to " + (to.node->place.empty() ? "the root" : to.node->place) +
                                                        " for the same value: checking would never end");
      if (states[to.node] == State::untouched) {
        states[to.node] = State::open;
        way.push_back({to.node});
      }
    }
  }
}

const json::value* Compiler::find(const Work& work, std::string_view keyword) {
  return work.schema().if_contains(keyword);
}

Sub Compiler::sub(const Work& work, Value schema, std::string path) {
  Place place{&schema, work.place.resource, work.place.name + path};
  return {node_for(documents_.part(std::move(place))), std::move(path)};
}

Sub Compiler::same(const Work& work, Value schema, std::string path) {
  Sub made = sub(work, schema, std::move(path));
  work.node->same.push_back(made);
  return made;
}

std::vector<Sub> Compiler::list(const Work& work, Value schemas, std::string_view keyword, bool same_value) {
  std::vector<Sub> out;
  const auto* all = schemas.if_array();
  if (!all || all->empty()) {
    problem(work, keyword, "must be a list of schemas that is not empty");
    return out;
  }
  for (std::size_t i = 0; i < all->size(); ++i) {
    std::string path = "/" + std::string(keyword) + "/" + std::to_string(i);
    out.push_back(same_value ? same(work, (*all)[i], std::move(path)) : sub(work, (*all)[i], std::move(path)));
  }
  return out;
}

std::optional<std::uint64_t> Compiler::count(const Work& work, Value value, std::string_view keyword) {
  const json::value none = 0;
  if (value.is_number() && is_integer(value) && compare_numbers(value, none) >= 0) {
    if (value.is_double()) return value.get_double() < 1e18 ? static_cast<std::uint64_t>(value.get_double()) : ~0ull;
    return value.to_number<std::uint64_t>();
  }
  problem(work, keyword, "must be a whole number of 0 or more");
  return {};
}

std::optional<std::vector<std::string>> Compiler::names(const Work& work, Value value, std::string_view keyword) {
  std::vector<std::string> out;
  const auto* all = value.if_array();
  const auto is_text = [](const json::value& one) { return one.is_string(); };
  if (!all || !std::all_of(all->begin(), all->end(), is_text)) {
    problem(work, keyword, "must be a list of member names");
    return {};
  }
  for (const auto& one : *all) out.emplace_back(one.get_string());
  return out;
}

const json::object* Compiler::members(const Work& work, Value value, std::string_view keyword) {
  if (value.is_object()) return &value.get_object();
  problem(work, keyword, "must be an object");
  return nullptr;
}

std::optional<Pattern> Compiler::pattern(const std::string& at, std::string_view text) {
  auto made = Pattern::compile(text, options_.often);
  if (made) return std::move(*made);
  problems_.add(at, made.error().message);
  return {};
}

void Compiler::problem(const Work& work, std::string_view keyword, const std::string& message) {
  problems_.add(work.place.name + "/" + std::string(keyword), message);
}

}  // namespace chitty::json_schema

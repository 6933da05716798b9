#include "steps.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <chitty/members.hpp>
#include <cmath>

#include "pointer.hpp"

namespace chittyschema::steps {

using namespace chitty;

namespace {

Error cannot(const json::object& step, const std::string& why) { return make_error(Code::refused, "cannot " + words_of(step) + ": " + why); }

std::string beside(const std::string& at, const std::string& name) {
  std::string escaped;
  for (const char c : name) escaped += c == '~' ? "~0" : c == '/' ? "~1"
                                                                  : std::string(1, c);
  return at.substr(0, at.rfind('/')) + "/" + escaped;
}

Result<void> move(const json::object& step, json::value& document, const std::string& from, const std::string& to) {
  json::value value;
  if (!take(document, from, value)) return {};
  if (find(document, to)) return cannot(step, "'" + to + "' is there already");
  if (!put(document, to, std::move(value))) return cannot(step, "there is no object for '" + to + "'");
  return {};
}

Result<void> map(const json::object& step, json::value& document) {
  auto* value = find(document, text_in(step, "at"));
  if (!value) return {};
  for (const auto& pair : step.at("pairs").as_array())
    if (pair.at(0) == *value) return *value = pair.at(1), Result<void>();
  if (text_in(step, "otherwise") == "refuse") return cannot(step, json::serialize(*value) + " is not among the pairs");
  return {};
}

Result<void> split(const json::object& step, json::value& document) {
  json::value value;
  const auto at = text_in(step, "at"), by = text_in(step, "by");
  const auto* found = find(document, at);
  if (!found) return {};
  if (!found->is_string()) return cannot(step, "'" + at + "' is not a string");
  take(document, at, value);
  std::string_view rest = value.get_string();
  const auto& into = step.at("into").as_array();
  for (std::size_t i = 0; i < into.size(); ++i) {
    const auto end = i + 1 == into.size() ? rest.npos : rest.find(by);
    if (!put(document, std::string_view(into[i].as_string()), json::string(rest.substr(0, end)))) return cannot(step, "'" + std::string(into[i].as_string()) + "' is there already");
    if (end == rest.npos) break;
    rest.remove_prefix(end + by.size());
  }
  return {};
}

Result<void> join(const json::object& step, json::value& document) {
  std::string whole;
  bool any = false;
  const auto by = text_in(step, "by");
  for (const auto& from : step.at("from").as_array()) {
    json::value part;
    if (!take(document, std::string_view(from.as_string()), part)) continue;
    if (!part.is_string()) return cannot(step, "'" + std::string(from.as_string()) + "' is not a string");
    whole += (any ? by : std::string()) + std::string(part.get_string());
    any = true;
  }
  const auto to = text_in(step, "to");
  if (any && !put(document, to, json::string(whole))) return cannot(step, "'" + to + "' is there already");
  return {};
}

Result<void> convert(const json::object& step, json::value& document) {
  auto* value = find(document, text_in(step, "at"));
  if (!value) return {};
  const auto to = text_in(step, "to");
  const auto refuse = [&] { return cannot(step, json::serialize(*value) + " is no " + to); };
  if (to == "string") {
    if (!value->is_string() && !value->is_structured() && !value->is_null()) *value = json::string(json::serialize(*value));
    return value->is_string() ? Result<void>() : refuse();
  }
  if (to == "boolean") {
    if (value->is_bool()) return {};
    const auto text = value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    if (text != "true" && text != "false" && text != "1" && text != "0") return refuse();
    return *value = text == "true" || text == "1", Result<void>();
  }
  if (value->is_bool()) return *value = value->get_bool() ? 1 : 0, Result<void>();
  if (value->is_string()) {
    boost::system::error_code failed;
    auto read = json::parse(std::string_view(value->get_string()), failed);
    if (failed || !read.is_number()) return refuse();
    *value = std::move(read);
  }
  if (!value->is_number()) return refuse();
  if (to == "integer" && value->is_double()) {
    const auto number = value->get_double();
    if (number != std::floor(number) || std::abs(number) > 9e15) return refuse();
    *value = static_cast<std::int64_t>(number);
  }
  return {};
}

Result<void> once(const json::object& step, json::value& document) {
  const auto op = text_in(step, "op"), at = text_in(step, "at");
  if (op == "rename") return move(step, document, at, beside(at, text_in(step, "to")));
  if (op == "move") return move(step, document, text_in(step, "from"), text_in(step, "to"));
  if (op == "map") return map(step, document);
  if (op == "split") return split(step, document);
  if (op == "join") return join(step, document);
  if (op == "convert") return convert(step, document);
  json::value gone;
  if (op == "remove") {
    const auto* only = step.if_contains("only");  // of the way back of a default: that very value
    if (const auto* there = find(document, at); there && (!only || *there == *only)) take(document, at, gone);
    return {};
  }
  if (!find(document, at) && !put(document, at, step.at("value"))) return cannot(step, "there is no object for it");
  return {};
}

}  // namespace

Result<void> apply(const json::object& step, json::value& document) {
  Result<void> done;
  each(document, text_in(step, "in"), [&](json::value& place) {
    if (done) done = once(step, place);
  });
  return done;
}

Result<void> apply(const json::array& steps, json::value& document) {
  for (const auto& step : steps) CHITTY_DO(apply(step.as_object(), document));
  return {};
}

std::string words_of(const json::object& step) {
  const auto op = text_in(step, "op"), at = text_in(step, "at"), in = text_in(step, "in");
  const auto listed = [&](const char* member) {
    std::string all;
    for (const auto& one : step.at(member).as_array()) all += (all.empty() ? "" : ", ") + std::string(one.as_string());
    return all;
  };
  std::string words = op + " ";
  if (op == "rename" || op == "convert") words += at + " to " + text_in(step, "to");
  else if (op == "move") words += text_in(step, "from") + " to " + text_in(step, "to");
  else if (op == "split") words += at + " into " + listed("into");
  else if (op == "join") words += listed("from") + " into " + text_in(step, "to");
  else if (op == "default") words += at + " = " + json::serialize(step.at("value"));
  else words += at;
  return in.empty() ? words : words + " in " + in;
}

}  // namespace chittyschema::steps

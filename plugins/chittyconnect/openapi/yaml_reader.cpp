#include "yaml_reader.hpp"

#include <yaml.h>

#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace chittyconnect::openapi {

struct YamlReader::Event {
  struct Freed {
    void operator()(yaml_event_t* event) const {
      yaml_event_delete(event);
      delete event;
    }
  };
  std::unique_ptr<yaml_event_t, Freed> held;

  yaml_event_type_t type() const { return held->type; }
  Place place() const { return {held->start_mark.line + 1, held->start_mark.column + 1}; }
  std::string text() const { return {reinterpret_cast<const char*>(held->data.scalar.value), held->data.scalar.length}; }
  std::string alias() const { return reinterpret_cast<const char*>(held->data.alias.anchor); }
  std::string anchor() const {
    const auto* name = type() == YAML_SCALAR_EVENT           ? held->data.scalar.anchor
                       : type() == YAML_SEQUENCE_START_EVENT ? held->data.sequence_start.anchor
                                                             : held->data.mapping_start.anchor;
    return name ? reinterpret_cast<const char*>(name) : "";
  }
};

namespace {

// A plain scalar as the core schema reads it.
json::value plain(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  int base = 10;
  if (text.starts_with("0x")) base = 16, digits.remove_prefix(2);
  if (text.starts_with("0o")) base = 8, digits.remove_prefix(2);
  std::int64_t whole = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), whole, base);
  if (!digits.empty() && failed == std::errc() && end == digits.data() + digits.size() && digits[0] != '-') return negative ? -whole : whole;
  if (digits.find_first_not_of("0123456789.eE+-") == digits.npos && digits.find_first_of("0123456789") != digits.npos) {
    char* rest = nullptr;
    const double number = std::strtod(text.c_str(), &rest);
    if (*rest == '\0' && std::isfinite(number)) return number;
  }
  return json::value(text);
}

}  // namespace

chitty::Result<YamlReader::Event> YamlReader::event() {
  Event made{std::unique_ptr<yaml_event_t, Event::Freed>(new yaml_event_t())};
  if (yaml_parser_parse(parser_, made.held.get()) == 1) return made;
  const auto& mark = parser_->problem_mark;
  return not_readable({mark.line + 1, mark.column + 1}, std::string("not YAML: ") + (parser_->problem ? parser_->problem : "it cannot be read"));
}

chitty::Result<json::value> YamlReader::value(const Event& begun, const std::string& pointer, std::size_t depth) {
  places_.emplace(pointer, begun.place());
  if (depth > deepest) return not_readable(begun.place(), "it is more than " + std::to_string(deepest) + " levels deep");
  const auto too_many = [&] { return not_readable(begun.place(), "there are more than " + std::to_string(most_values) + " values, those that aliases repeat among them"); };
  if (++values_ > most_values) return too_many();
  if (begun.type() == YAML_ALIAS_EVENT) {
    const auto found = anchors_.find(begun.alias());
    if (found == anchors_.end()) return not_readable(begun.place(), "the alias *" + begun.alias() + " names nothing");
    if (!found->second.value) return not_readable(begun.place(), "the alias *" + begun.alias() + " is inside what it names");
    values_ += found->second.values;
    if (values_ > most_values) return too_many();
    return *found->second.value;
  }
  const auto anchor = begun.anchor();
  const auto before = values_;
  if (!anchor.empty()) anchors_[anchor] = {};
  auto made = begun.type() == YAML_SEQUENCE_START_EVENT  ? sequence(pointer, depth)
              : begun.type() == YAML_MAPPING_START_EVENT ? mapping(pointer, depth)
              : begun.held->data.scalar.plain_implicit   ? chitty::Result<json::value>(plain(begun.text()))
                                                         : chitty::Result<json::value>(json::value(begun.text()));
  if (made && !anchor.empty()) anchors_[anchor] = {*made, values_ - before};
  return made;
}

chitty::Result<json::value> YamlReader::sequence(const std::string& pointer, std::size_t depth) {
  json::array made;
  for (;;) {
    CHITTY_TRY(const auto next, event());
    if (next.type() == YAML_SEQUENCE_END_EVENT) return json::value(std::move(made));
    CHITTY_TRY(auto one, value(next, pointer + "/" + std::to_string(made.size()), depth + 1));
    made.push_back(std::move(one));
  }
}

chitty::Result<json::value> YamlReader::mapping(const std::string& pointer, std::size_t depth) {
  json::object made;
  for (;;) {
    CHITTY_TRY(const auto key, event());
    if (key.type() == YAML_MAPPING_END_EVENT) return json::value(std::move(made));
    if (key.type() != YAML_SCALAR_EVENT) return not_readable(key.place(), "a member's name must be a text");
    const auto name = key.text();
    if (made.contains(name)) return not_readable(key.place(), "the member '" + name + "' is there twice");
    const auto inner = pointer + pointer_step(name);
    places_.emplace(inner, key.place());
    CHITTY_TRY(const auto next, event());
    CHITTY_TRY(made[name], value(next, inner, depth + 1));
  }
}

chitty::Result<json::value> YamlReader::document() {
  json::value made;
  for (int documents = 0;;) {
    CHITTY_TRY(const auto next, event());
    if (next.type() == YAML_STREAM_END_EVENT) return made;
    if (next.type() == YAML_STREAM_START_EVENT || next.type() == YAML_DOCUMENT_END_EVENT) continue;
    if (next.type() == YAML_DOCUMENT_START_EVENT) {
      if (++documents > 1) return not_readable(next.place(), "a second document begins");
      continue;
    }
    CHITTY_TRY(made, value(next, "", 0));
  }
}

chitty::Result<json::value> YamlReader::read() {
  yaml_parser_t parser;
  if (yaml_parser_initialize(&parser) != 1) return chitty::make_error(chitty::Code::host_fault, "out of memory");
  const std::unique_ptr<yaml_parser_t, void (*)(yaml_parser_t*)> ended(&parser, yaml_parser_delete);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text_.data()), text_.size());
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  parser_ = &parser;
  auto made = document();
  parser_ = nullptr;
  return made;
}

}  // namespace chittyconnect::openapi

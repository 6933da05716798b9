#include "config/text/json_text.hpp"

#include "base/text.hpp"

#include <boost/json/serialize.hpp>

#include <charconv>

namespace chitty::host {

namespace {

// JSON strings hold no line break, so every line break of a JSON text lies between its values and may be moved.
std::string without_breaks(std::string_view raw) {
  std::string out;
  for (const auto& line : split(raw, '\n')) {
    const auto plain = trim(line);
    if (!out.empty() && out.back() == ',') out += ' ';
    out += plain;
  }
  return out;
}

// The value's lines behind `margin`: what its last line stands behind now is taken off first.
std::string behind(std::string_view raw, const std::string& margin) {
  const auto lines = split(raw, '\n');
  if (lines.size() < 2) return std::string(raw);
  const std::size_t old = lines.back().find_first_not_of(" \t");
  std::string out = lines.front();
  for (std::size_t i = 1; i < lines.size(); ++i)
    out += "\n" + margin + lines[i].substr(std::min({old, lines[i].size(), lines[i].find_first_not_of(" \t")}));
  return out;
}

void write(std::string& out, const json::value& value, const std::string& margin) {
  const std::string inner = margin + "  ";
  if (const auto* object = value.if_object(); object && !object->empty()) {
    const char* joint = "{\n";
    for (const auto& [name, member] : *object) {
      out += joint + inner + json::serialize(json::string(name)) + ": ";
      write(out, member, inner);
      joint = ",\n";
    }
    out += "\n" + margin + "}";
  } else if (const auto* array = value.if_array(); array && !array->empty()) {
    const char* joint = "[\n";
    for (const auto& member : *array) {
      out += joint + inner;
      write(out, member, inner);
      joint = ",\n";
    }
    out += "\n" + margin + "]";
  } else if (const auto* number = value.if_double()) {
    char digits[64];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, *number).ptr);
  } else {
    out += json::serialize(value);
  }
}

bool every_line_ends_in_crlf(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1), ++lines)
    if (at == 0 || text[at - 1] != '\r') return false;
  return lines > 0;
}

}  // namespace

std::string JsonText::text() const {
  if (!crlf_) return text_;
  std::string out;
  for (const char c : text_) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string pretty(const json::value& value) {
  std::string out;
  write(out, value, "");
  return out;
}

JsonText::JsonText(std::string valid_json_object) : text_(std::move(valid_json_object)) {
  crlf_ = every_line_ends_in_crlf(text_);
  if (crlf_) std::erase(text_, '\r');  // a carriage return stands nowhere else in a JSON text
  if (trim(text_).empty()) text_ = "{}\n";
  spans_ = spans_of(text_);
}

const SourceSpan* JsonText::find(const Steps& steps) const {
  const auto found = std::find_if(spans_.rbegin(), spans_.rend(), [&](const SourceSpan& place) { return place.steps == steps; });
  return found == spans_.rend() ? nullptr : &*found;
}

// The object or array that a place lies in: the last one that begins before it and ends after it. Not the last one of that
// name, since a name may stand there twice.
const SourceSpan& JsonText::parent_of(const SourceSpan& place) const {
  const SourceSpan* parent = &spans_.front();
  for (const auto& one : spans_)
    if (one.steps.size() + 1 == place.steps.size() && one.begin < place.begin && one.end >= place.end) parent = &one;
  return *parent;
}

std::vector<const SourceSpan*> JsonText::children(const SourceSpan& parent) const {
  std::vector<const SourceSpan*> out;
  for (const auto& place : spans_)
    if (place.steps.size() == parent.steps.size() + 1 && place.begin > parent.begin && place.end < parent.end) out.push_back(&place);
  return out;
}

void JsonText::replace(std::size_t begin, std::size_t end, std::string_view with) {
  text_.replace(begin, end - begin, with);
  spans_ = spans_of(text_);
}

// The blanks before the first word of the line on which `offset` lies.
std::string JsonText::margin_of(std::size_t offset) const {
  const auto line = text_.rfind('\n', offset == 0 ? 0 : offset - 1);
  const auto begin = line == std::string::npos ? 0 : line + 1;
  const auto word = text_.find_first_not_of(" \t", begin);
  return text_.substr(begin, std::min(word, offset) - begin);
}

std::optional<std::string> JsonText::raw(const Steps& steps) const {
  const auto* place = find(steps);
  if (!place) return std::nullopt;
  return text_.substr(place->begin, place->end - place->begin);
}

std::optional<Position> JsonText::position(const Steps& steps) const {
  for (Steps at = steps;; at.pop_back()) {
    if (const auto* place = find(at)) return position_of(text_, place->begin);
    if (at.empty()) return std::nullopt;
  }
}

Result<void> JsonText::put(const Steps& steps, std::string_view raw) {
  Steps there = steps;
  while (!find(there)) there.pop_back();
  const SourceSpan& place = *find(there);
  if (there.size() == steps.size()) {
    replace(place.begin, place.end, behind(raw, margin_of(place.key)));
    return {};
  }
  if (text_[place.begin] != '{')
    return make_error(Code::configuration, join(there, ".") + " is not an object, so " + join(steps, ".") + " cannot be set.",
                      "Remove it first: chitty config unset " + join(there, "."));

  std::string value(raw);  // wrapped in the objects that are missing on the way, innermost first
  for (std::size_t i = steps.size() - 1; i > there.size(); --i)
    value = "{\n  " + json::serialize(json::string(steps[i])) + ": " + behind(value, "  ") + "\n}";
  const std::string name = json::serialize(json::string(steps[there.size()])) + ": ";

  const auto members = children(place);
  if (members.empty()) {
    const std::string outer = margin_of(place.key), inner = outer + "  ";
    replace(place.begin, place.end, "{\n" + inner + name + behind(value, inner) + "\n" + outer + "}");
  } else if (text_.find('\n', place.begin) < members.front()->key) {
    const std::string inner = margin_of(members.back()->key);
    replace(members.back()->end, members.back()->end, ",\n" + inner + name + behind(value, inner));
  } else {
    replace(members.back()->end, members.back()->end, ", " + name + without_breaks(value));
  }
  return {};
}

bool JsonText::erase(const Steps& steps) {
  bool erased = false;
  // A name that stands there twice goes twice.
  while (const auto* place = steps.empty() ? nullptr : find(steps)) {
    const SourceSpan& parent = parent_of(*place);
    const bool in_array = text_[parent.begin] == '[';
    const auto members = children(parent);
    const auto mine = static_cast<std::size_t>(std::find(members.begin(), members.end(), place) - members.begin());
    if (members.size() == 1) replace(parent.begin + 1, parent.end - 1, "");
    else if (mine + 1 < members.size()) replace(place->key, members[mine + 1]->key, "");
    else replace(members[mine - 1]->end, place->end, "");
    erased = true;
    if (in_array) break;  // its next one moves up
  }
  return erased;
}

bool JsonText::rename(const Steps& steps, std::string_view name) {
  bool renamed = false;
  // A name that stands there twice is renamed twice, else the one that did not count would count now.
  while (const auto* place = name == steps.back() ? nullptr : find(steps)) {
    const auto end = place->key == place->begin ? std::string::npos : text_.find(':', place->key + steps.back().size());
    if (end == std::string::npos) break;
    // The old name ends at its quote; blanks before the colon stay.
    const auto quote = text_.rfind('"', end);
    replace(place->key, quote + 1, json::serialize(json::string(name)));
    renamed = true;
  }
  return renamed;
}

}  // namespace chitty::host

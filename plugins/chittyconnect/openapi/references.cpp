#include "references.hpp"

#include <algorithm>
#include <chitty/form.hpp>
#include <chitty/members.hpp>
#include <set>

#include "reading.hpp"

namespace chittyconnect::openapi {

namespace {

// What these hold is an example or a choice, and no part of the description.
bool holds_data(std::string_view member) {
  constexpr std::string_view all[] = {"example", "examples", "default", "enum", "const", "value"};
  return std::find(std::begin(all), std::end(all), member) != std::end(all);
}

class Looking {
 public:
  Looking(const json::value& document, std::vector<Problem>& problems) : document_(document), problems_(problems) {}

  void look(const json::value& value, const std::string& at, bool names) {
    if (problems_.size() >= 1000) return;
    if (const auto* array = value.if_array())
      for (std::size_t i = 0; i < array->size(); ++i) look((*array)[i], at + "/" + std::to_string(i), false);
    const auto* object = value.if_object();
    if (!object) return;
    for (const auto& [name, inner] : *object) {
      const std::string_view member = name;
      // Under these, names are the author's own: a property may be called example.
      const bool authors = !names && (member == "properties" || member == "patternProperties" || member == "schemas" || member == "responses" || member == "$defs" || member == "parameters");
      if (!names && member == "$ref" && inner.is_string()) hold(std::string(inner.get_string()), at + "/$ref", value);
      if (names || !holds_data(member)) look(inner, at + pointer_step(member), authors);
    }
  }

 private:
  void hold(const std::string& reference, const std::string& at, const json::value& value) {
    if (!reference.starts_with('#')) return;
    if (!referred_to(document_, reference)) {
      problems_.push_back({at, "reference", "leads nowhere: " + reference.substr(0, 200)});
    } else if (circles(document_, value)) {
      problems_.push_back({at, "reference", "leads in a circle: " + reference.substr(0, 200)});
    }
  }

  const json::value& document_;
  std::vector<Problem>& problems_;
};

}  // namespace

bool circles(const json::value& document, const json::value& value) {
  std::set<const json::value*> seen;
  const auto* at = &value;
  while (at && at->is_object()) {
    const auto reference = chitty::text_in(*at, "$ref");
    // What stands beside a reference of 3.1 counts as well: only a bare one is nothing but where it leads.
    if (!reference.starts_with('#') || at->get_object().size() > 1) return false;
    if (!seen.insert(at).second) return true;
    at = referred_to(document, reference);
  }
  return false;
}

void look_at_references(const json::value& document, std::vector<Problem>& problems) { Looking(document, problems).look(document, "", false); }

const json::value* referred_to(const json::value& document, std::string_view reference) {
  if (!reference.starts_with('#')) return nullptr;
  // A fragment is percent-encoded; a + in it is a plus.
  std::string encoded;
  for (const char c : reference.substr(1)) encoded += c == '+' ? std::string("%2B") : std::string(1, c);
  const auto pointer = chitty::form_decoded(encoded);
  if (!pointer) return nullptr;
  if (!pointer->empty() && pointer->front() != '/') return &document;  // an anchor: found by whoever reads the schema
  boost::system::error_code ec;
  return document.find_pointer(*pointer, ec);
}

const json::value* followed(const json::value& document, const json::value& value) {
  if (circles(document, value)) return nullptr;
  const auto* at = &value;
  while (at && at->is_object() && at->get_object().size() == 1) {
    const auto reference = chitty::text_in(*at, "$ref");
    if (!reference.starts_with('#')) return at;
    at = referred_to(document, reference);
  }
  return at;
}

}  // namespace chittyconnect::openapi

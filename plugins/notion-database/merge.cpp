#include "merge.hpp"

#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "plain_value.hpp"

namespace notion_database {

namespace {

// "2026-11-30T10:00:00.000+00:00" and "2026-11-30T10:00:00Z" are one time.
std::string same_time(const std::string& text) {
  const auto time = parse_rfc3339(text);
  return time ? rfc3339(*time) : text;
}

std::string short_hash(const Crypto& crypto, const std::string& text) { return hex(crypto.sha256(text)).substr(0, 12); }

json::object remembered(std::string_view memory) {
  boost::system::error_code ec;
  auto value = json::parse(memory, ec);
  return !ec && value.is_object() ? value.get_object() : json::object();
}

}  // namespace

std::string canonical(const json::object& property) {
  const auto type = text_in(property, "type");
  auto value = plain_value(property);
  if (type == "people" || type == "relation") {
    // By id: a name may come with what is read, and never with what is written.
    json::array ids;
    if (const auto* array = property.at(type).if_array())
      for (const auto& one : *array) ids.emplace_back(text_in(one, "id"));
    value = ids;
  }
  if (auto* array = value.if_array())
    std::sort(array->begin(), array->end(), [](const auto& a, const auto& b) { return json::serialize(a) < json::serialize(b); });
  if (type == "date" && value.is_string()) {
    const std::string text(value.get_string());
    const auto slash = text.find('/');
    value = slash == text.npos ? same_time(text) : same_time(text.substr(0, slash)) + "/" + same_time(text.substr(slash + 1));
  }
  if (value.is_number()) value = value.to_number<double>();
  if ((value.is_string() && value.get_string().empty()) || (value.is_array() && value.get_array().empty())) value = nullptr;
  return json::serialize(value);
}

Merge merge(const Crypto& crypto, const json::object& wanted, const json::object& current, const std::optional<std::string>& memory, bool overwrite) {
  Merge out;
  if (memory) out.memory = remembered(*memory);
  for (const auto& [name, value] : wanted) {
    const auto* there = current.if_contains(name);
    const std::string ours = canonical(value.get_object()), theirs = there && there->is_object() ? canonical(there->get_object()) : "null";
    const auto last = text_in(out.memory, name);
    if (ours != theirs) {
      const bool is_empty = theirs == "null" || theirs == "false";
      const bool is_theirs = last.empty() ? !is_empty : last != short_hash(crypto, theirs);
      if (memory && !overwrite && is_theirs) {
        out.conflicts.emplace_back(name);
        continue;
      }
      out.changed.emplace_back(name);
    }
    const auto now = short_hash(crypto, ours);
    out.memory_is_new = out.memory_is_new || last != now;
    out.memory[name] = now;
  }
  return out;
}

}  // namespace notion_database

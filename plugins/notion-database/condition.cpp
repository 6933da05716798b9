#include "condition.hpp"

#include <boost/json/parse.hpp>

#include "written_value.hpp"

namespace notion_database {

namespace {

struct Comparison {
  std::string_view sign, of_text, of_number, of_date, of_choice, of_list;
};

// The longer signs first: ">=" is not ">" and "=...". Empty: a property of that type is not compared so.
constexpr Comparison comparisons[] = {
    {"!=", "does_not_equal", "does_not_equal", "", "does_not_equal", "does_not_contain"},
    {">=", "", "greater_than_or_equal_to", "on_or_after", "", ""},
    {"<=", "", "less_than_or_equal_to", "on_or_before", "", ""},
    {"=", "equals", "equals", "equals", "equals", "contains"},
    {"~", "contains", "", "", "", "contains"},
    {">", "", "greater_than", "after", "", ""},
    {"<", "", "less_than", "before", "", ""},
};

enum class Kind { text,
                  number,
                  date,
                  choice,
                  list,
                  checkbox,
                  none };

Kind kind_of(std::string_view type) {
  if (type == "title" || type == "rich_text" || type == "url" || type == "email" || type == "phone_number") return Kind::text;
  if (type == "number" || type == "unique_id") return Kind::number;
  if (type == "date" || type == "created_time" || type == "last_edited_time") return Kind::date;
  if (type == "select" || type == "status") return Kind::choice;
  if (type == "multi_select" || type == "relation" || type == "people" || type == "created_by" || type == "last_edited_by") return Kind::list;
  return type == "checkbox" ? Kind::checkbox : Kind::none;
}

std::string_view word_of(const Comparison& comparison, Kind kind) {
  switch (kind) {
    case Kind::text: return comparison.of_text;
    case Kind::number: return comparison.of_number;
    case Kind::date: return comparison.of_date;
    case Kind::choice:
    case Kind::checkbox: return comparison.of_choice;
    case Kind::list: return comparison.of_list;
    case Kind::none: return {};
  }
  return {};
}

Result<json::value> compared_with(const Property& property, Kind kind, const std::string& text) {
  if (kind == Kind::number || kind == Kind::checkbox) {
    const Property as{property.name, kind == Kind::number ? "number" : "checkbox"};
    CHITTY_TRY(const auto written, written_value(as, json::value(text)));
    return written.at(as.type);
  }
  if (kind == Kind::date) {
    CHITTY_DO(written_value({property.name, "date"}, json::value(text)));
  }
  return json::value(text);
}

// Where the name ends: at the first sign behind a name that there is.
struct Parts {
  const Property* property;
  const Comparison* comparison;
  std::string value;
};

Result<Parts> parts_of(const Schema& schema, std::string_view given) {
  std::string_view first;
  for (std::size_t at = 1; at < given.size(); ++at)
    for (const auto& comparison : comparisons) {
      if (!given.substr(at).starts_with(comparison.sign)) continue;
      if (first.empty()) first = given.substr(0, at);
      if (const auto* property = schema.find(given.substr(0, at)))
        return Parts{property, &comparison, std::string(given.substr(at + comparison.sign.size()))};
      break;
    }
  if (first.empty()) return usage_error("invalid condition '" + std::string(given) + "': expected NAME=VALUE", "Other signs are != ~ > < >= <=");
  CHITTY_TRY(const auto property, schema.get(first));
  return Parts{property, nullptr, {}};
}

}  // namespace

Result<json::value> condition_of(const Schema& schema, std::string_view given) {
  CHITTY_TRY(const auto parts, parts_of(schema, given));
  const auto& [property, comparison, text] = parts;
  const auto made = [&name = property->name](std::string_view type, std::string_view word, json::value value) {
    return json::value(json::object{{"property", name}, {type, json::object{{word, std::move(value)}}}});
  };
  const auto kind = kind_of(property->type);
  // Who made an entry is asked for as any other person is, and when as a date is; the type names the filter.
  const std::string_view type = property->type == "created_by" || property->type == "last_edited_by" ? "people" : std::string_view(property->type);
  if (text.empty() && kind != Kind::checkbox && kind != Kind::none && (comparison->sign == "=" || comparison->sign == "!="))
    return made(type, comparison->sign == "=" ? "is_empty" : "is_not_empty", true);
  const auto word = word_of(*comparison, kind);
  if (word.empty())
    return usage_error("cannot compare '" + property->name + "' by '" + std::string(comparison->sign) + "': it is of the type " + property->type,
                       "Use a filter in Notion's own words: --filter JSON");
  CHITTY_TRY(auto value, compared_with(*property, kind, text));
  return made(type, word, std::move(value));
}

Result<json::value> filter_of(const Schema& schema, const std::vector<std::string>& given, const json::value& besides) {
  json::array all;
  if (!besides.is_null()) all.push_back(besides);
  for (const auto& one : given) {
    CHITTY_TRY(auto condition, condition_of(schema, one));
    all.push_back(std::move(condition));
  }
  if (all.empty()) return json::value(nullptr);
  if (all.size() == 1) return all.front();
  return json::value(json::object{{"and", std::move(all)}});
}

}  // namespace notion_database

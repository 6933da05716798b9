#include "unicode_property.hpp"

#include <utility>

namespace chitty::json_schema {

namespace {

constexpr std::pair<std::string_view, std::string_view> categories[] = {
    {"Cased_Letter", "L&"}, {"Close_Punctuation", "Pe"}, {"Connector_Punctuation", "Pc"}, {"Control", "Cc"}, {"cntrl", "Cc"}, {"Currency_Symbol", "Sc"}, {"Dash_Punctuation", "Pd"}, {"Decimal_Number", "Nd"}, {"digit", "Nd"}, {"Enclosing_Mark", "Me"}, {"Final_Punctuation", "Pf"}, {"Format", "Cf"}, {"Initial_Punctuation", "Pi"}, {"Letter", "L"}, {"Letter_Number", "Nl"}, {"Line_Separator", "Zl"}, {"Lowercase_Letter", "Ll"}, {"Mark", "M"}, {"Combining_Mark", "M"}, {"Math_Symbol", "Sm"}, {"Modifier_Letter", "Lm"}, {"Modifier_Symbol", "Sk"}, {"Nonspacing_Mark", "Mn"}, {"Number", "N"}, {"Open_Punctuation", "Ps"}, {"Other", "C"}, {"Other_Letter", "Lo"}, {"Other_Number", "No"}, {"Other_Punctuation", "Po"}, {"Other_Symbol", "So"}, {"Paragraph_Separator", "Zp"}, {"Private_Use", "Co"}, {"Punctuation", "P"}, {"punct", "P"}, {"Separator", "Z"}, {"Space_Separator", "Zs"}, {"Spacing_Mark", "Mc"}, {"Surrogate", "Cs"}, {"Symbol", "S"}, {"Titlecase_Letter", "Lt"}, {"Unassigned", "Cn"}, {"Uppercase_Letter", "Lu"}, {"LC", "L&"}};

}  // namespace

std::string pcre_property(std::string_view name) {
  const auto equals = name.find('=');
  const auto kind = equals == name.npos ? std::string_view() : name.substr(0, equals);
  const auto value = equals == name.npos ? name : name.substr(equals + 1);
  if (kind == "Script" || kind == "sc") return "script:" + std::string(value);
  if (kind == "Script_Extensions" || kind == "scx") return "scx:" + std::string(value);
  for (const auto& [known, brief] : categories)
    if (value == known) return std::string(brief);
  return std::string(kind == "General_Category" || kind == "gc" ? value : name);
}

}  // namespace chitty::json_schema

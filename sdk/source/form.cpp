#include <chitty/form.hpp>

namespace chitty {

std::string Form::text(std::string_view name) const {
  const auto* value = fields_.if_contains(name);
  return value ? std::string(value->get_string()) : std::string();
}

std::optional<std::string> form_decoded(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    const int high = at + 2 < text.size() ? digit(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? digit(text[at + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
    at += 2;
  }
  return out;
}

Result<Form> parse_form(std::string_view text) {
  Form form;
  while (!text.empty()) {
    const auto field = text.substr(0, text.find('&'));
    text.remove_prefix(field.size() < text.size() ? field.size() + 1 : field.size());
    if (field.empty()) continue;
    const auto equals = field.find('=');
    const auto name = form_decoded(field.substr(0, equals));
    const auto value = form_decoded(equals == std::string_view::npos ? std::string_view() : field.substr(equals + 1));
    if (!name || !value) return usage_error("A % in the form is not followed by two hexadecimal digits.");
    if (!is_utf8(*name) || !is_utf8(*value)) return usage_error("The form is not UTF-8.");
    if (!form.fields_.emplace(*name, *value).second)
      return usage_error("The parameter " + name->substr(0, 64) + " appears more than once.");
  }
  return form;
}

std::string form_text(Query parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    if (!value.empty()) text += (text.empty() ? "" : "&") + encode(name) + "=" + encode(value);
  return text;
}

}  // namespace chitty

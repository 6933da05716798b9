// RFC 3986, 3987 and 6570.
#include <algorithm>

#include "format.hpp"

namespace chitty::json_schema::formats {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_one_of(char c, std::string_view all) { return all.find(c) != all.npos; }

// Unreserved and sub-delims, `more`, whole percent signs, and beyond ASCII where that is allowed.
bool made_of(std::string_view text, std::string_view more, bool beyond) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
    } else if (static_cast<unsigned char>(c) >= 0x80 ? !beyond
                                                     : !is_letter(c) && !is_digit(c) &&
                                                           !is_one_of(c, "-._~!$&'()*+,;=") && !is_one_of(c, more)) {
      return false;
    }
  }
  return true;
}

bool is_authority(std::string_view text, bool beyond) {
  if (const auto at = text.find('@'); at != text.npos) {
    if (!made_of(text.substr(0, at), ":", beyond)) return false;
    text.remove_prefix(at + 1);
  }
  const auto bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == text.npos) return false;
  const auto colon = text.find(':', bracket);
  if (colon != text.npos && !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1, text.end(), is_digit))
    return false;
  const auto host = text.substr(0, colon);
  if (!bracket) return made_of(host, "", beyond);
  if (bracket + 1 != host.size()) return false;
  const auto literal = host.substr(1, bracket - 1);
  return literal.starts_with('v') || literal.starts_with('V') ? made_of(literal, ":", false) : ipv6(literal);
}

bool is_reference(std::string_view text, bool beyond, bool with_scheme) {
  const auto hash = text.find('#');
  if (hash != text.npos && !made_of(text.substr(hash + 1), ":@/?", beyond)) return false;
  text = text.substr(0, hash);
  const auto mark = text.find('?');
  if (mark != text.npos && !made_of(text.substr(mark + 1), ":@/?", beyond)) return false;
  text = text.substr(0, mark);
  const auto colon = text.find(':');
  const bool has_scheme = colon != text.npos && colon > 0 && text.find('/') > colon;
  if (has_scheme) {
    const auto is_sign = [](char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "+-."); };
    if (!is_letter(text.front()) || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_sign))
      return false;
    text.remove_prefix(colon + 1);
  } else if (with_scheme || (colon == 0)) {
    return false;
  }
  if (text.starts_with("//")) {
    const auto authority = text.substr(2, text.find('/', 2) == text.npos ? text.npos : text.find('/', 2) - 2);
    if (!is_authority(authority, beyond)) return false;
    text.remove_prefix(2 + authority.size());
  }
  return made_of(text, ":@/", beyond);
}

bool has_whole_percents(std::string_view text) {
  for (auto at = text.find('%'); at != text.npos; at = text.find('%', at + 1))
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
  return true;
}

// RFC 6570, 2.3: a name, with dots between its parts, and `:3` or `*` behind it.
bool is_variable(std::string_view text) {
  if (text.ends_with('*')) {
    text.remove_suffix(1);
  } else if (const auto colon = text.find(':'); colon != text.npos) {
    const auto length = text.substr(colon + 1);
    if (length.empty() || length.size() > 4 || length.front() == '0' || !std::all_of(length.begin(), length.end(), is_digit))
      return false;
    text = text.substr(0, colon);
  }
  const auto is_sign = [](char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "_%."); };
  return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == text.npos &&
         std::all_of(text.begin(), text.end(), is_sign) && has_whole_percents(text);
}

// What stands between braces: an operator, and variables with commas between them.
bool is_expression(std::string_view text) {
  if (!text.empty() && is_one_of(text.front(), "+#./;?&")) text.remove_prefix(1);
  while (true) {
    const auto comma = text.find(',');
    if (!is_variable(text.substr(0, comma))) return false;
    if (comma == text.npos) return true;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

bool uri(std::string_view text) { return is_reference(text, false, true); }
bool uri_reference(std::string_view text) { return is_reference(text, false, false); }
bool iri(std::string_view text) { return is_reference(text, true, true); }
bool iri_reference(std::string_view text) { return is_reference(text, true, false); }

bool uri_template(std::string_view text) {
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    const auto literal = text.substr(0, brace);
    const auto is_bad = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || is_one_of(c, "\"<>\\^`|\x7f"); };
    if (std::any_of(literal.begin(), literal.end(), is_bad) || !has_whole_percents(literal)) return false;
    if (brace == text.npos) return true;
    const auto end = text.find('}', brace);
    if (text[brace] == '}' || end == text.npos || !is_expression(text.substr(brace + 1, end - brace - 1))) return false;
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace chitty::json_schema::formats

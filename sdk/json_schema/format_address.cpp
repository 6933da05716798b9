// Names and addresses of hosts and people.
#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "format.hpp"

namespace chitty::json_schema::formats {

namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_ip(int family, std::string_view text) {
  unsigned char bytes[16];
  return text.size() < 64 && text.find('\0') == text.npos && ::inet_pton(family, std::string(text).c_str(), bytes) == 1;
}

// A local part as RFC 5321 has it: words with dots between, or a quoted string; `beyond`: Unicode, too.
bool is_local_part(std::string_view text, bool beyond) {
  if (text.empty()) return false;
  if (text.front() == '"') {
    if (text.size() < 2 || text.back() != '"') return false;
    const auto inside = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < inside.size(); ++i)
      if (inside[i] == '"' || (inside[i] == '\\' && ++i == inside.size())) return false;
    return true;
  }
  const auto is_word = [&](char c) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    return ascii ? is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos : beyond;
  };
  return text.front() != '.' && text.back() != '.' && text.find("..") == text.npos &&
         std::all_of(text.begin(), text.end(), is_word);
}

bool is_address(std::string_view text, bool beyond) {
  const auto at = text.rfind('@');
  if (at == text.npos || !is_local_part(text.substr(0, at), beyond)) return false;
  auto domain = text.substr(at + 1);
  if (domain.starts_with("[") && domain.ends_with("]")) {
    domain = domain.substr(1, domain.size() - 2);
    return domain.starts_with("IPv6:") ? ipv6(domain.substr(5)) : ipv4(domain);
  }
  if (!beyond) return hostname(domain);
  return !domain.empty() && domain.find_first_of(" <>()[]\\,;:\"") == domain.npos;
}

}  // namespace

// RFC 1123; a label with "--" in its third place is only a name of RFC 5891 when it begins with xn.
bool hostname(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  while (true) {
    const auto dot = text.find('.');
    const auto label = text.substr(0, dot);
    const auto is_sign = [](char c) { return is_alphanumeric(c) || c == '-'; };
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
        !std::all_of(label.begin(), label.end(), is_sign))
      return false;
    const bool reserved = label.size() > 3 && label.substr(2, 2) == "--";
    if (reserved && ((label[0] | 0x20) != 'x' || (label[1] | 0x20) != 'n' || label.size() == 4)) return false;
    if (dot == text.npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool ipv4(std::string_view text) { return is_ip(AF_INET, text); }
bool ipv6(std::string_view text) { return is_ip(AF_INET6, text); }
bool email(std::string_view text) { return is_address(text, false); }
bool idn_email(std::string_view text) { return is_address(text, true); }

}  // namespace chitty::json_schema::formats

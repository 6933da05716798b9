#include "email.hpp"

#include <algorithm>

namespace chitty::auth {

namespace {

bool is_plain(char c) {
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>' && c != '"' && c != ',';
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && at + 3 < text.size() && text.size() <= 254 &&
         text.find('@', at + 1) == text.npos && text.find('.', at) != text.npos && text[at + 1] != '.' &&
         text.back() != '.' && std::all_of(text.begin(), text.end(), is_plain);
}

}  // namespace

std::string email_of(std::string_view text) {
  std::string email(is_email(text) ? text : std::string_view());
  for (char& c : email)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return email;
}

}  // namespace chitty::auth

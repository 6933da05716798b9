#include "subject.hpp"

#include <algorithm>

namespace chitty::auth {

namespace {

constexpr std::string_view did = "did:chitty:";

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' ||
         c == '.' || c == '_';
}

}  // namespace

std::optional<std::string> subject_of(std::string_view text) {
  if (text.empty() || text.size() > 128 || !std::all_of(text.begin(), text.end(), is_plain)) return {};
  const bool is_bare = text.front() >= '0' && text.front() <= '9';
  return (is_bare ? std::string(did) : std::string()) + std::string(text);
}

bool is_service_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string chitty_id_of(std::string_view subject) {
  return std::string(subject.substr(0, did.size()) == did ? subject.substr(did.size()) : subject);
}

}  // namespace chitty::auth

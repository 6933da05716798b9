#include "git_address.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace chitty::auth {

namespace {

constexpr std::size_t most_read = 1u << 20;

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

// Without quotes, and without a comment behind it.
std::string value_of(std::string_view text) {
  std::string value;
  bool quoted = false;
  for (const char c : trimmed(text)) {
    if (c == '"') quoted = !quoted;
    else if (!quoted && (c == '#' || c == ';')) break;
    else value += c;
  }
  return std::string(trimmed(value));
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(most_read, '\0');
  if (!file) return {};
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

std::string git_address_in(std::string_view text) {
  std::string address, section;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.starts_with('[')) {
      section = lower(trimmed(line.substr(1, line.find(']') - 1)));
      continue;
    }
    const auto equals = line.find('=');
    if (section != "user" || equals == line.npos || lower(trimmed(line.substr(0, equals))) != "email") continue;
    address = value_of(line.substr(equals + 1));
  }
  return address;
}

std::string git_address() {
  std::vector<std::string> places{variable("GIT_CONFIG_GLOBAL")};
  if (places.front().empty()) {
    const auto home = variable("HOME"), config = variable("XDG_CONFIG_HOME");
    places = {home + "/.gitconfig", (config.empty() ? home + "/.config" : config) + "/git/config"};
  }
  for (const auto& place : places)
    if (auto address = git_address_in(text_of(place)); !address.empty()) return address;
  return {};
}

}  // namespace chitty::auth

#include "daemon/sql_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace chitty::daemon {
namespace {

constexpr std::array<std::string_view, 12> daemons_own{"BEGIN",   "COMMIT", "END",    "ROLLBACK", "SAVEPOINT", "RELEASE",
                                                       "ATTACH", "DETACH", "PRAGMA", "VACUUM",   "START",     "SET"};

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Where the quoted text, comment or bracket that begins at `at` ends; `at` itself when none begins there.
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
  const std::string_view two = sql.substr(at, 2);
  if (two == "--") return std::min(sql.find('\n', at), sql.size());
  if (two == "/*") {
    const auto end = sql.find("*/", at + 2);
    return end == std::string_view::npos ? sql.size() : end + 2;
  }
  const char quote = sql[at];
  if (quote != '\'' && quote != '"' && quote != '`') return at;
  const auto end = sql.find(quote, at + 1);  // a doubled quote begins the next piece at once
  return end == std::string_view::npos ? sql.size() : end + 1;
}

std::string upper(std::string_view word) {
  std::string text(word);
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

Result<std::vector<std::string>> statement_parameters(std::string_view sql) {
  std::vector<std::string> names;
  std::string first_word;
  bool ended = false;
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t behind = skip_quoted(sql, at);
    if (behind != at) {
      at = behind;
      continue;
    }
    const char c = sql[at];
    if (std::isspace(static_cast<unsigned char>(c))) {
      ++at;
      continue;
    }
    if (ended && c != ';') return usage_error("The SQL holds more than one statement.", "Run one statement at a time.");
    if (c == ';') ended = true, ++at;
    else if (c == ':' && at + 1 < sql.size() && sql[at + 1] == ':') at += 2;
    else if (c == ':' || is_letter(c)) {
      std::size_t end = at + 1;
      while (end < sql.size() && is_letter(sql[end])) ++end;
      const std::string word(sql.substr(at, end - at));
      if (c == ':' && word.size() > 1 && std::find(names.begin(), names.end(), word.substr(1)) == names.end())
        names.push_back(word.substr(1));
      if (first_word.empty()) first_word = upper(word);
      at = end;
    } else {
      ++at;
    }
  }
  if (first_word.empty()) return usage_error("The SQL is empty.");
  if (std::find(daemons_own.begin(), daemons_own.end(), first_word) != daemons_own.end())
    return usage_error(first_word + " is not for services.", "Use the store's own begin, commit and rollback.");
  return names;
}

}  // namespace chitty::daemon

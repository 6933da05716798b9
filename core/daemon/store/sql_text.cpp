#include "daemon/store/sql_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace chitty::host::daemon {
namespace {

constexpr std::array<std::string_view, 16> daemons_own{"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH",
                                                       "PRAGMA", "VACUUM", "START", "SET", "LOCK", "COPY", "LISTEN", "DISCARD"};

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

// Calls `take(piece)` for each word ("SELECT"), parameter (":name"), semicolon and cast ("::"), and for each other
// character; what is between is blank, quoted or comment. `take` returns false to stop.
template <class Take>
void each_piece(std::string_view sql, Take&& take) {
  for (std::size_t at = 0; at < sql.size();) {
    if (const std::size_t behind = skip_quoted(sql, at); behind != at) {
      at = behind;
      continue;
    }
    const char c = sql[at];
    std::size_t end = at + 1;
    if (c == ':' && end < sql.size() && sql[end] == ':') ++end;
    else if (c == ':' || is_letter(c))
      while (end < sql.size() && is_letter(sql[end])) ++end;
    if (!std::isspace(static_cast<unsigned char>(c)) && !take(sql.substr(at, end - at))) return;
    at = end;
  }
}

bool is_parameter(std::string_view piece) { return piece.size() > 1 && piece[0] == ':' && piece[1] != ':'; }

}  // namespace

Result<std::vector<std::string>> statement_parameters(std::string_view sql) {
  std::vector<std::string> names;
  std::string first_word;
  bool ended = false, several = false;
  each_piece(sql, [&](std::string_view piece) {
    several = ended && piece != ";";
    ended = ended || piece == ";";
    if (is_parameter(piece) && std::find(names.begin(), names.end(), piece.substr(1)) == names.end()) names.emplace_back(piece.substr(1));
    if (first_word.empty() && is_letter(piece[0])) first_word = upper(piece);
    return !several;
  });
  if (several) return usage_error("The SQL holds more than one statement.", "Run one statement at a time.");
  if (first_word.empty()) return usage_error("The SQL is empty.");
  if (std::find(daemons_own.begin(), daemons_own.end(), first_word) != daemons_own.end())
    return usage_error(first_word + " is not for services.", "Use the store's own begin, commit and rollback.");
  return names;
}

std::string with_numbered_parameters(std::string_view sql, const std::vector<std::string>& names) {
  std::string text;
  std::size_t copied = 0;
  each_piece(sql, [&](std::string_view piece) {
    if (!is_parameter(piece)) return true;
    const auto begin = static_cast<std::size_t>(piece.data() - sql.data());
    const auto number = std::find(names.begin(), names.end(), piece.substr(1)) - names.begin() + 1;
    text.append(sql, copied, begin - copied).append("$").append(std::to_string(number));
    copied = begin + piece.size();
    return true;
  });
  return text.append(sql, copied);
}

bool only_reads(std::string_view sql) {
  std::string first;
  bool writes = false;
  each_piece(sql, [&](std::string_view piece) {
    if (!is_letter(piece[0])) return true;
    const std::string word = upper(piece);
    if (first.empty()) first = word;
    writes = word == "INSERT" || word == "UPDATE" || word == "DELETE" || word == "MERGE";
    return first == "WITH" && !writes;
  });
  return first == "SELECT" || first == "VALUES" || (first == "WITH" && !writes);
}

}  // namespace chitty::host::daemon

#include "daemon/store/postgres/typed_statement.hpp"

#include "daemon/store/postgres/copy_text.hpp"
#include "daemon/store/postgres/failure.hpp"

#include <algorithm>
#include <cstring>

namespace chitty::host::daemon {
namespace {

std::string field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text ? text : "";
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text;
}

// The first word behind space and comments, in lower case.
std::string first_word(std::string_view sql) {
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] == ' ' || sql[at] == '\n' || sql[at] == '\t' || sql[at] == '\r' || sql[at] == '(') ++at;
    else if (sql.substr(at, 2) == "--") at = std::min(sql.find('\n', at), sql.size());
    else if (sql.substr(at, 2) == "/*") {
      int depth = 0;
      do {
        if (sql.substr(at, 2) == "/*") ++depth, at += 2;
        else if (sql.substr(at, 2) == "*/") --depth, at += 2;
        else ++at;
      } while (depth > 0 && at < sql.size());
    } else {
      std::size_t end = at;
      while (end < sql.size() && std::isalpha(static_cast<unsigned char>(sql[end]))) ++end;
      return lower(std::string(sql.substr(at, end - at)));
    }
  }
  return {};
}

// Ways to a table's rows past the plan, and to files and other servers.
constexpr const char* ways_round[] = {"_to_xml", "dblink", "pg_read_", "pg_ls_", "lo_", "pg_stats", "pg_statistic", "u&\"", "u&'",
                                      "pg_import_", "pg_file_", "pg_terminate", "pg_cancel", "pg_reload", "set_config", "pg_logical", "pg_replication"};

Result<void> may_be_shown(const std::string& sql, const Guard& guard) {
  const auto text = lower(sql);
  for (const auto& hidden : guard.hidden)
    if (text.find(lower(hidden)) != std::string::npos)
      return make_error(Code::permission_denied, "The table '" + hidden + "' holds secrets and is not shown.");
  for (const auto* way : ways_round)
    if (text.find(way) != std::string::npos)
      return make_error(Code::permission_denied, "The statement names '" + std::string(way) + "', which could show what is not to be shown, or act on the server.",
                        "Use psql for that.");
  return {};
}

Result<void> begin(PGconn* connection, const Guard& guard) {
  const std::string sql = std::string("BEGIN ") + (guard.write ? "READ WRITE" : "READ ONLY") + "; SET LOCAL statement_timeout = " + std::to_string(guard.limit.count()) +
                          "; SET LOCAL lock_timeout = '10s'; SET LOCAL extra_float_digits = 1";
  const ResultOf done(PQexec(connection, sql.c_str()));
  return PQresultStatus(done.get()) == PGRES_COMMAND_OK ? Result<void>() : typed_failure(done.get());
}

void roll_back(PGconn* connection) {
  if (PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) != PQTRANS_IDLE) PQclear(PQexec(connection, "ROLLBACK"));
}

// The noun of `relation "identities" does not exist`; empty: another failure. In the server's language, so by its quotes.
std::string unknown_table(const PGresult* result) {
  if (field(result, PG_DIAG_SQLSTATE) != "42P01") return {};
  const auto words = field(result, PG_DIAG_MESSAGE_PRIMARY);
  const auto begin = words.find_first_of("\"\xc2\xe2");  // "…", «…», „…“
  if (begin == std::string::npos) return {};
  std::string noun;
  for (std::size_t at = begin; at < words.size(); ++at) {
    const char c = words[at];
    const bool part = std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    if (part) noun += c;
    else if (!noun.empty()) break;
  }
  return noun;
}

// What the statement would read, by its plan; a bare noun gets a view of the session's own. `plan` says that it can be explained.
Result<void> look_at_plan(PGconn* connection, const std::string& sql, const Guard& guard) {
  for (int attempt = 0; attempt < 17; ++attempt) {
    if (auto begun = begin(connection, guard); !begun) return begun;
    const ResultOf plan(PQexecParams(connection, ("EXPLAIN (FORMAT JSON, VERBOSE) " + sql).c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    roll_back(connection);
    if (PQresultStatus(plan.get()) == PGRES_TUPLES_OK) {
      const std::string text = PQgetvalue(plan.get(), 0, 0);
      for (const auto& hidden : guard.hidden)
        if (text.find("\"Relation Name\": \"" + hidden + "\"") != std::string::npos)
          return make_error(Code::permission_denied, "The table '" + hidden + "' holds secrets and is not shown.");
      return {};
    }
    const auto noun = unknown_table(plan.get());
    auto table = noun.empty() || !guard.resolve ? Result<std::optional<std::string>>(std::nullopt) : guard.resolve(noun);
    if (!table) return table.error();
    if (!*table) return typed_failure(plan.get());
    // Made outside of the transaction, for none that reads can make one; it ends with the session.
    const auto view = "BEGIN READ WRITE; CREATE TEMP VIEW " + name_in_sql(connection, noun) + " AS SELECT * FROM " + name_in_sql(connection, **table) + "; COMMIT";
    const ResultOf made(PQexec(connection, view.c_str()));
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) {
      const Error failed = typed_failure(made.get());
      roll_back(connection);
      return failed;
    }
  }
  return usage_error("The statement names too many tables.");
}

Result<std::uint64_t> stream(PGconn* connection, const std::string& sql, const TakeNames& names, const TakeCells& take) {
  if (PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1) return typed_failure(nullptr);
  PQsetSingleRowMode(connection);
  std::uint64_t count = 0;
  std::vector<Cell> cells;
  std::vector<std::optional<Cell::Kind>> kinds;
  Result<void> verdict;
  bool named = false;
  std::optional<Error> failed;
  while (const ResultOf row{PQgetResult(connection)}) {
    const auto status = PQresultStatus(row.get());
    if (status == PGRES_COMMAND_OK) count = std::strtoull(PQcmdTuples(row.get()), nullptr, 10);
    else if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && !failed) failed = typed_failure(row.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) return usage_error("COPY cannot be run here.", "Use export and import.");
    if ((status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK) || !verdict) continue;
    const int columns = PQnfields(row.get());
    if (!named) {
      std::vector<std::string> heads;
      for (int i = 0; i < columns; ++i) heads.emplace_back(PQfname(row.get(), i)), kinds.push_back(kind_of_oid(PQftype(row.get(), i)));
      cells.resize(heads.size());
      verdict = names(heads);
      named = true;
    }
    for (int r = 0; r < PQntuples(row.get()) && verdict; ++r) {
      for (int i = 0; i < columns; ++i) {
        auto& cell = cells[static_cast<std::size_t>(i)];
        cell = Cell();
        if (!PQgetisnull(row.get(), r, i))
          read_shown(cell, kinds[static_cast<std::size_t>(i)], PQgetvalue(row.get(), r, i), static_cast<std::size_t>(PQgetlength(row.get(), r, i)));
      }
      verdict = take(cells);
      ++count;
    }
    if (!verdict) {
      char words[256];
      PGcancel* cancel = PQgetCancel(connection);
      if (cancel) PQcancel(cancel, words, sizeof words), PQfreeCancel(cancel);
    }
  }
  if (!verdict) return verdict.error();
  if (failed) return *failed;
  return count;
}

}  // namespace

std::string name_in_sql(PGconn* connection, const std::string& name) {
  const std::unique_ptr<char, void (*)(void*)> quoted(PQescapeIdentifier(connection, name.data(), name.size()), PQfreemem);
  return quoted ? quoted.get() : "\"\"";
}

Error typed_failure(const PGresult* result) {
  const auto state = result ? field(result, PG_DIAG_SQLSTATE) : std::string(), words = result ? field(result, PG_DIAG_MESSAGE_PRIMARY) : std::string();
  if (state == "57014" && words.find("statement timeout") != std::string::npos)
    return make_error(Code::timeout, "The statement took longer than it may.", "Give it more time: --time-limit 1h");
  if (state == "57014") return make_error(Code::cancelled, "The statement was stopped.");
  if (state == "25006") return usage_error("The statement would change the database (" + words + ").");
  const auto kind = state.substr(0, 2);
  if (kind == "42" || kind == "22" || kind == "0A") {
    const auto hint = field(result, PG_DIAG_MESSAGE_HINT);
    return usage_error("The statement was refused: " + words + ".", hint);
  }
  return failure_of(result);
}

Result<std::uint64_t> run_typed(PGconn* connection, const std::string& sql, const Guard& guard, const TakeNames& names, const TakeCells& take) {
  const auto word = first_word(sql);
  if (word.empty()) return usage_error("There is no statement in it.", "Give one statement of SQL.");
  const bool reads = word == "select" || word == "with" || word == "values" || word == "table";
  const bool writes = word == "insert" || word == "update" || word == "delete";
  if (!reads && word != "show" && word != "explain" && !(writes && guard.write))
    return guard.write ? usage_error("Only SELECT, INSERT, UPDATE and DELETE can be run here.") : usage_error("The statement would change the database, or its settings.");
  if (auto shown = may_be_shown(sql, guard); !shown) return shown.error();
  if (reads || writes)
    if (auto looked = look_at_plan(connection, sql, guard); !looked) return looked.error();
  if (auto begun = begin(connection, guard); !begun) return begun.error();
  auto done = stream(connection, sql, names, take);
  if (!done || !guard.write) {
    roll_back(connection);
    return done;
  }
  const ResultOf kept(PQexec(connection, "COMMIT"));
  if (PQresultStatus(kept.get()) != PGRES_COMMAND_OK) return unknown_outcome(failure_of(kept.get()));
  return done;
}

}  // namespace chitty::host::daemon

#include "daemon/store/postgres/connection.hpp"

#include "daemon/store/postgres/failure.hpp"
#include "daemon/store/postgres/row.hpp"
#include "daemon/store/sql_text.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <poll.h>

namespace chitty::host::daemon {
namespace {

constexpr int most_unread = 10000;  // rows that nobody wants any more; with more of them a new connection is cheaper

bool went_well(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE ||
         status == PGRES_EMPTY_QUERY;
}

// Rows inserted, updated or deleted; a SELECT counts its rows too, and changed none.
std::uint64_t changed_rows(PGresult* result) {
  const std::string_view done = PQcmdStatus(result);
  if (done.substr(0, 6) == "SELECT" || done.substr(0, 4) == "SHOW") return 0;
  return std::strtoull(PQcmdTuples(result), nullptr, 10);
}

}  // namespace

PostgresConnection::PostgresConnection(std::unique_ptr<soci::session> session, bool pooled)
    : session_(std::move(session)),
      raw_(static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_),
      pooled_(pooled) {
  PQsetNoticeProcessor(
      raw_, [](void*, const char*) {}, nullptr);
  writes_for({});
}

void PostgresConnection::writes_for(std::string_view service) {
  const std::string key = "chitty.store/1 " + std::string(service);
  const std::unique_ptr<char, void (*)(void*)> literal(PQescapeLiteral(raw_, key.data(), key.size()), PQfreemem);
  // Whoever waits gives up after ten seconds; and where a daemon has vanished in the middle of a transaction, its lock goes.
  take_lock_ =
      "SELECT set_config('lock_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '60s', true),"
      " pg_advisory_xact_lock(hashtextextended(" +
      std::string(literal ? literal.get() : "''") + ", 0))";
}

Answer PostgresConnection::ask(const std::string& sql) {
  if (reading_) reading_->keep_all(raw_);
  return Answer(PQexec(raw_, sql.c_str()));
}

Result<void> PostgresConnection::command(const std::string& sql) {
  const auto done = ask(sql);
  if (went_well(done.get())) return {};
  return failure_of(done.get());
}

Result<void> PostgresConnection::begin() {
  auto begun = command("BEGIN; " + take_lock_);
  if (!begun) (void)ask("ROLLBACK");
  return begun;
}

Result<void> PostgresConnection::commit() {
  auto done = command("COMMIT");
  return done ? done : Result<void>(unknown_outcome(done.error()));
}

Result<void> PostgresConnection::rollback() {
  if (PQstatus(raw_) != CONNECTION_OK) return {};  // it ended with the connection
  return command("ROLLBACK");
}

Result<void> PostgresConnection::run_script(const std::string& script) {
  return command(in_transaction() ? "SET LOCAL statement_timeout = 0; " + script
                                  : script);  // an index may take its time
}

bool PostgresConnection::usable() {
  if (given_up_ || PQstatus(raw_) != CONNECTION_OK) return false;
  if (PQtransactionStatus(raw_) != PQTRANS_IDLE) return true;
  // Nothing is expected of the server: what has come is a notice, or the end.
  for (pollfd waiting{PQsocket(raw_), POLLIN, 0}; ::poll(&waiting, 1, 0) > 0;)
    if (PQconsumeInput(raw_) == 0 || PQisBusy(raw_) != 0 || PQstatus(raw_) != CONNECTION_OK) return false;
  return true;
}

// Parsed and described under the statement's name, which a pooler's session would keep for others: there without one, in a
// transaction so that both go to the same session.
Answer PostgresConnection::describe(PostgresStatement& statement) {
  const bool apart = pooled_ && PQtransactionStatus(raw_) == PQTRANS_IDLE;
  if (apart) (void)ask("BEGIN");
  const int count = static_cast<int>(statement.types.size());
  Answer answer(PQprepare(raw_, statement.name.c_str(), statement.sql.c_str(), count, statement.types.data()));
  if (went_well(answer.get())) answer.reset(PQdescribePrepared(raw_, statement.name.c_str()));
  if (apart) (void)ask("ROLLBACK");
  return answer;
}

void PostgresConnection::improve_types(PostgresStatement& statement, const PGresult* found) {
  for (std::size_t i = 0; i < statement.slots.size(); ++i)
    statement.types[i] = PQparamtype(found, static_cast<int>(i));
  for (std::size_t i = 0; i < statement.slots.size(); ++i) {
    const Oid better = better_type(statement.slots[i], statement.types[i]);
    if (!better) continue;
    PostgresStatement attempt(retired_);
    attempt.sql = statement.sql;
    attempt.types = statement.types;
    attempt.types[i] = better;
    if (!pooled_) attempt.name = "chitty_" + std::to_string(++prepared_);
    if (in_transaction()) (void)ask("SAVEPOINT chitty_attempt");
    const bool good = went_well(describe(attempt).get());
    if (PQtransactionStatus(raw_) == PQTRANS_INERROR) (void)ask("ROLLBACK TO SAVEPOINT chitty_attempt");
    if (in_transaction()) (void)ask("RELEASE SAVEPOINT chitty_attempt");
    if (!good)
      attempt.name.clear();  // there is no such statement
    else
      std::swap(statement.name, attempt.name), std::swap(statement.types, attempt.types);
  }
}

Result<void> PostgresConnection::prepare_here(PostgresStatement& statement) {
  if (reading_) reading_->keep_all(raw_);
  if (!retired_->empty() && PQtransactionStatus(raw_) != PQTRANS_INERROR) {
    std::string all;
    for (const auto& name : *retired_) all += "DEALLOCATE " + name + ";";
    retired_->clear();
    (void)ask(all);
  }
  const bool within = in_transaction();
  Answer first;
  // By the statement's own types first; where it has none to tell, by those of the values.
  for (const bool by_value : {false, true}) {
    statement.types.assign(statement.slots.size(), 0);
    if (by_value)
      for (std::size_t i = 0; i < statement.slots.size(); ++i) statement.types[i] = own_type(statement.slots[i]);
    if (!pooled_) statement.name = "chitty_" + std::to_string(++prepared_);
    if (within) (void)ask("SAVEPOINT chitty_statement");
    auto found = describe(statement);
    const bool good = went_well(found.get());
    if (within && !good) (void)ask("ROLLBACK TO SAVEPOINT chitty_statement");
    if (within) (void)ask("RELEASE SAVEPOINT chitty_statement");
    if (good) {
      improve_types(statement, found.get());
      return {};
    }
    statement.name.clear();
    if (!first) first = std::move(found);
    if (statement.slots.empty() || PQstatus(raw_) != CONNECTION_OK) break;
  }
  return failure_of(first.get());
}

Result<std::shared_ptr<Prepared>> PostgresConnection::prepare(const std::string& sql,
                                                              const std::vector<std::string>& names,
                                                              std::string_view types) {
  auto statement = std::make_shared<PostgresStatement>(retired_);
  statement->sql = with_numbered_parameters(sql, names);
  statement->changes_data = !only_reads(sql);
  statement->slots.resize(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    statement->slots[i].name = names[i], statement->slots[i].type = types[i];
  if (auto done = prepare_here(*statement); !done) return done.error();
  return std::shared_ptr<Prepared>(std::move(statement));
}

Result<std::uint64_t> PostgresConnection::execute(Prepared& prepared, const TakeRow& take) {
  auto& statement = static_cast<PostgresStatement&>(prepared);
  if (reading_) reading_->keep_all(raw_);
  if (auto bound = statement.bind(); !bound) return bound.error();
  const auto once = [&](bool& stale) {
    return in_transaction() || statement.changes_data ? whole(statement, take, stale) : stream(statement, take, stale);
  };
  bool stale = false;
  auto done = once(stale);
  if (done || !stale) return done;
  statement.retire();
  if (auto again = prepare_here(statement); !again) return again.error();
  return once(stale);
}

// The statement with one before and one after it, in one round trip; what the first that failed says, else its own answer.
Answer PostgresConnection::together(const std::string& before, const PostgresStatement& statement,
                                    const std::string& after) {
  const auto plain = [&](const std::string& sql) {
    return sql.empty() || PQsendQueryParams(raw_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
  };
  if (PQenterPipelineMode(raw_) == 0) return nullptr;
  Answer own, failed;
  int number = 0;
  if (plain(before) && statement.send(raw_) && plain(after) && PQpipelineSync(raw_) == 1) {
    for (bool synced = false; !synced && PQstatus(raw_) == CONNECTION_OK;) {
      Answer answer(PQgetResult(raw_));
      if (!answer) {
        ++number;
        continue;
      }
      synced = PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC;
      const bool skipped = PQresultStatus(answer.get()) == PGRES_PIPELINE_ABORTED;
      if (!synced && !skipped && !went_well(answer.get()) && !failed)
        failed = std::move(answer);
      else if (!synced && number == 1)
        own = std::move(answer);
    }
  }
  PQexitPipelineMode(raw_);
  return failed || PQstatus(raw_) != CONNECTION_OK ? std::move(failed) : std::move(own);
}

// Within a transaction a statement that fails must not take the transaction with it, as it does not on SQLite: hence the
// savepoint. A single statement that writes has the write lock for its time; the server commits both together.
Result<std::uint64_t> PostgresConnection::whole(PostgresStatement& statement, const TakeRow& take, bool& stale) {
  const bool within = in_transaction();
  const auto answer = within ? together("SAVEPOINT chitty_statement", statement, "RELEASE SAVEPOINT chitty_statement")
                             : together(take_lock_, statement, "");
  if (!answer || !went_well(answer.get())) {
    auto error = failure_of(answer.get());
    stale = wants_preparing(answer.get());
    if (PQtransactionStatus(raw_) == PQTRANS_INERROR && within)
      (void)ask("ROLLBACK TO SAVEPOINT chitty_statement; RELEASE SAVEPOINT chitty_statement");
    return within ? error : unknown_outcome(std::move(error));
  }
  std::string text;
  for (int row = 0; row < PQntuples(answer.get()); ++row) {
    if (auto written = write_row(text, answer.get(), row); !written) return written.error();
    if (auto taken = take(text); !taken) return taken.error();
  }
  return changed_rows(answer.get());
}

Answer PostgresConnection::Reading::next(PGconn* connection) {
  if (!kept.empty()) {
    auto first = std::move(kept.front());
    kept.pop_front();
    return first;
  }
  while (!ended) {
    Answer answer(PQgetResult(connection));
    if (!answer)
      ended = true;
    else if (PQresultStatus(answer.get()) == PGRES_SINGLE_TUPLE)
      return answer;
    else if (!last || went_well(last.get()))
      last = std::move(answer);
  }
  return nullptr;
}

void PostgresConnection::Reading::keep_all(PGconn* connection) {
  std::deque<Answer> all = std::move(kept);
  kept.clear();
  while (auto row = next(connection)) all.push_back(std::move(row));
  kept = std::move(all);
}

Result<std::uint64_t> PostgresConnection::stream(PostgresStatement& statement, const TakeRow& take, bool& stale) {
  if (!statement.send(raw_)) return failure_of(nullptr);
  PQsetSingleRowMode(raw_);
  Reading reading;
  struct Innermost {
    Reading*& place;
    Reading* outer;
    ~Innermost() { place = outer; }
  } innermost{reading_, reading_};
  reading_ = &reading;
  Result<void> verdict;
  std::string text;
  while (auto row = verdict ? reading.next(raw_) : nullptr) {
    verdict = write_row(text, row.get(), 0);
    if (verdict) verdict = take(text);
  }
  if (!verdict) {
    for (int unread = 0; unread < most_unread && !reading.ended; ++unread) (void)reading.next(raw_);
    given_up_ = given_up_ || !reading.ended;
    return verdict.error();
  }
  if (reading.last && went_well(reading.last.get())) return std::uint64_t{0};
  stale = wants_preparing(reading.last.get());
  return failure_of(reading.last.get());
}

}  // namespace chitty::host::daemon

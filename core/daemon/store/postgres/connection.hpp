// A connection to PostgreSQL. SOCI opens and closes it; statements go through libpq itself, which can do three things that
// SOCI 4.0 cannot: tell what types parameters have, give rows one by one, and send several statements in one round trip.
#pragma once

#include "daemon/store/dialect.hpp"
#include "daemon/store/postgres/statement.hpp"

#include <libpq-fe.h>
#include <soci/soci.h>

#include <deque>

namespace chitty::host::daemon {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

class PostgresConnection final : public SqlConnection {
 public:
  PostgresConnection(std::unique_ptr<soci::session> session, bool pooled);

  Result<std::shared_ptr<Prepared>> prepare(const std::string& sql, const std::vector<std::string>& names,
                                            std::string_view types) override;
  Result<std::uint64_t> execute(Prepared& prepared, const TakeRow& take) override;
  Result<void> begin() override;
  Result<void> commit() override;
  Result<void> rollback() override;
  bool in_transaction() const override { return PQtransactionStatus(raw_) == PQTRANS_INTRANS; }
  Result<void> run_script(const std::string& script) override;
  bool usable() override;
  void give_up() override { given_up_ = true; }
  void writes_for(std::string_view service) override;

 private:
  // Rows that are still at the server, read one by one; kept here when something else is run on the connection meanwhile.
  struct Reading {
    Answer next(PGconn* connection);
    void keep_all(PGconn* connection);
    std::deque<Answer> kept;
    Answer last;  // says how it ended
    bool ended = false;
  };

  Answer ask(const std::string& sql);
  Result<void> command(const std::string& sql);
  Answer describe(PostgresStatement& statement);
  void improve_types(PostgresStatement& statement, const PGresult* found);
  Result<void> prepare_here(PostgresStatement& statement);
  Answer together(const std::string& before, const PostgresStatement& statement, const std::string& after);
  Result<std::uint64_t> whole(PostgresStatement& statement, const TakeRow& take, bool& stale);
  Result<std::uint64_t> stream(PostgresStatement& statement, const TakeRow& take, bool& stale);

  std::unique_ptr<soci::session> session_;
  PGconn* raw_;
  const bool pooled_;
  std::string take_lock_;       // the statement that takes the write lock
  Reading* reading_ = nullptr;  // of the innermost statement
  std::shared_ptr<std::vector<std::string>> retired_ = std::make_shared<std::vector<std::string>>();
  unsigned long prepared_ = 0;
  bool given_up_ = false;
};

}  // namespace chitty::host::daemon

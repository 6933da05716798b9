#include "daemon/store/own_tables.hpp"

namespace chitty::host::daemon {

std::string own_tables(const Dialect& dialect) {
  return "CREATE TABLE IF NOT EXISTS chitty_migrations ("
         " service TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL,"
         " PRIMARY KEY (service, id));"
         "CREATE TABLE IF NOT EXISTS chitty_migration_tokens ("
         " service TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (service, id));"
         "CREATE TABLE IF NOT EXISTS events_outbox ("
         " id " +
         std::string(dialect.numbered_key()) +
         ", at TEXT NOT NULL, service TEXT NOT NULL, type TEXT NOT NULL,"
         " subject TEXT, actor TEXT, request_id TEXT, data TEXT NOT NULL);"
         "CREATE TABLE IF NOT EXISTS chitty_database ("
         " one BIGINT PRIMARY KEY, id TEXT NOT NULL, sequence BIGINT NOT NULL, clock BIGINT NOT NULL);"
         "CREATE TABLE IF NOT EXISTS chitty_limits ("
         " key TEXT NOT NULL, window_start BIGINT NOT NULL, window_end BIGINT NOT NULL, used BIGINT NOT NULL,"
         " PRIMARY KEY (key, window_start));"
         "CREATE TABLE IF NOT EXISTS chitty_rates ("
         " key TEXT PRIMARY KEY, limit_id TEXT NOT NULL, subject TEXT NOT NULL, epoch BIGINT NOT NULL, tat BIGINT NOT NULL,"
         " at BIGINT NOT NULL, granted BIGINT NOT NULL, refused BIGINT NOT NULL);"
         "CREATE TABLE IF NOT EXISTS chitty_daemons (id TEXT PRIMARY KEY, at BIGINT NOT NULL, shares BIGINT NOT NULL);"
         "CREATE TABLE IF NOT EXISTS chitty_answers ("
         " service TEXT NOT NULL, request_key TEXT NOT NULL, answer TEXT NOT NULL, created_at TEXT NOT NULL,"
         " PRIMARY KEY (service, request_key));"
         "CREATE TABLE IF NOT EXISTS chitty_health (id BIGINT PRIMARY KEY, at BIGINT NOT NULL);"
         "CREATE INDEX IF NOT EXISTS chitty_answers_by_age ON chitty_answers (created_at);";
}

}  // namespace chitty::host::daemon

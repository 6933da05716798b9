#include "daemon/store/postgres/failure.hpp"

#include "base/text.hpp"
#include "daemon/store/postgres/attempts.hpp"

namespace chitty::host::daemon {
namespace {

std::string field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text ? text : "";
}

Error again(Error error, const char* cause = nullptr) {
  if (cause) error.details["cause"] = cause;
  error.retryable = true;
  return error;
}

Error lost() {
  return again(make_error(Code::host_fault, "The connection to the database was lost.", "Try again in a moment."),
               "database_gone");
}

Error busy() {
  return again(
      make_error(Code::timeout, "Timed out waiting for another writer of the database.", "Try again in a moment."));
}

// "things.id", as SQLite names what must be unique: from "Key (id)=(…) already exists.", whatever its language.
std::string unique_columns(const PGresult* result) {
  const auto table = field(result, PG_DIAG_TABLE_NAME), detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  const auto begin = detail.find('('), end = detail.find(")=(");
  if (table.empty() || begin == std::string::npos || end == std::string::npos)
    return field(result, PG_DIAG_CONSTRAINT_NAME);
  std::vector<std::string> named;
  for (const auto& column : split(detail.substr(begin + 1, end - begin - 1), ','))
    named.push_back(table + "." + std::string(trim(column)));
  return join(named, ", ");
}

Error constraint_failure(const PGresult* result, const std::string& state) {
  if (state == "23505" || state == "23P01") {
    const auto columns = unique_columns(result);
    Error error = make_error(Code::conflict, "The record already exists (" + columns + ").");
    error.details["constraint"] = columns;
    return error;
  }
  if (state == "23503") {
    Error error = make_error(Code::conflict, "Foreign key constraint failed.");
    error.details["constraint"] = "foreign key";
    return error;
  }
  const auto column = field(result, PG_DIAG_COLUMN_NAME);
  const auto name =
      column.empty() ? field(result, PG_DIAG_CONSTRAINT_NAME) : field(result, PG_DIAG_TABLE_NAME) + "." + column;
  Error error = make_error(Code::invalid_argument, "Constraint failed (" + name + ").");
  error.details["constraint"] = name;
  return error;
}

// The first line, without a value that it may quote at its end.
std::string harmless_words(const PGresult* result) {
  auto words = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (field(result, PG_DIAG_SQLSTATE).substr(0, 2) == "22") words = words.substr(0, words.find(": \""));
  return words;
}

}  // namespace

Error failure_of(const PGresult* result) {
  const auto state = result ? field(result, PG_DIAG_SQLSTATE) : std::string();
  const auto kind = state.substr(0, 2);
  if (state.empty() || kind == "08" || state == "57P01" || state == "57P02" || state == "57P03" || state == "57P05")
    return lost();
  if (state == "25P03")
    return make_error(Code::timeout, "The transaction was open for too long without a statement, and was rolled back.",
                      "Do what takes time before it begins.");
  if (kind == "23") return constraint_failure(result, state);
  if (state == "55P03" || kind == "40") return busy();
  if (state == "57014")
    return again(make_error(Code::timeout, "The statement took too long for the database.", "Try again in a moment."));
  if (state == "53100")
    return again(make_error(Code::host_fault, "The disk of the database is full, and nothing was changed.",
                            "Free some space on the disk and try again."),
                 "disk_full");
  if (kind == "53")
    return again(make_error(Code::host_fault,
                            "The database has no resources left (" + harmless_words(result) + ").",
                            "Try again in a moment."));
  if (state == "25006")
    return again(make_error(Code::host_fault, "The database is read-only at the moment.",
                            "Connect to the primary, or wait until it is one."),
                 "read_only");
  if (state == "42501")
    return make_error(Code::host_fault, "The database does not allow it: " + harmless_words(result) + ".",
                      "Grant it to the user of the database's URL.");
  if (kind == "42" || kind == "22" || kind == "21" || kind == "0A" || kind == "2B")
    return usage_error("The statement was refused: " + harmless_words(result) + ".");
  return make_error(Code::host_fault, "The database failed: " + harmless_words(result) + ".",
                    "See the database's log.");
}

Error unknown_outcome(Error error) {
  const auto* cause = error.details.if_contains("cause");
  if (!cause || *cause != json::value("database_gone")) return error;
  error.message = "The connection to the database was lost before it confirmed the change.";
  error.hint = "Check whether it was stored, or send the same request again with the same idempotency key.";
  return error;
}

Error connect_failure(const std::string& words, const std::string& shown) {
  const std::pair<const char*, const char*> hints[] = {
      {"password authentication failed", "Check user and password in the URL."},
      {"no password supplied", "Put the password into the URL, or keep the URL in a file and name it: file:PATH"},
      {"certificate verify failed",
       "The server's certificate is of an authority that is not known here: name it with sslrootcert=FILE in the URL."},
      {"does not match host name", "Use the name that is in the server's certificate as the host of the URL."},
      {"root certificate file", "Name the authorities' certificates with sslrootcert=FILE in the URL."},
      {"server does not support SSL",
       "Turn TLS on at the server; on this very machine, sslmode=disable in the URL does without."},
      {"no encryption", "The server wants TLS: leave sslmode out of the URL."},
      {"could not translate host name", "Check the host in the URL."},
      {"Connection refused", "Check that the server is running at that port."},
      {"role \"", "Check the user in the URL."},
      {"read-only", "No host in the URL accepts writes at the moment: name the primary, or wait until one is."},
      {"hot standby", "No host in the URL accepts writes at the moment: name the primary, or wait until one is."},
      {"does not exist", "Create it first, as the owner of the server: CREATE DATABASE"}};
  const char* hint = "Check the database's URL, and that its server can be reached from here.";
  const std::string line = furthest_attempt(words);
  for (const auto& [piece, what] : hints)
    if (line.find(piece) != std::string::npos) {
      hint = what;
      break;
    }
  return make_error(Code::configuration, "The database cannot be opened (" + line + "): " + shown, hint);
}

bool wants_preparing(const PGresult* result) {
  const auto state = result ? field(result, PG_DIAG_SQLSTATE) : std::string();
  return state == "26000" || (state == "0A000" && field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery");
}

}  // namespace chitty::host::daemon

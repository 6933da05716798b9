#include <arpa/inet.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <map>

#include "database.hpp"

namespace chittyschema::ddl {

using namespace chitty;

namespace {

// libpq, as far as it is needed.
struct Libpq {
#define CHITTY_LIBPQ(name) decltype(&::name) name = nullptr
  CHITTY_LIBPQ(PQconninfoParse);
  CHITTY_LIBPQ(PQconninfoFree);
  CHITTY_LIBPQ(PQfreemem);
  CHITTY_LIBPQ(PQconnectdbParams);
  CHITTY_LIBPQ(PQstatus);
  CHITTY_LIBPQ(PQfinish);
  CHITTY_LIBPQ(PQexecParams);
  CHITTY_LIBPQ(PQresultStatus);
  CHITTY_LIBPQ(PQresultErrorField);
  CHITTY_LIBPQ(PQntuples);
  CHITTY_LIBPQ(PQnfields);
  CHITTY_LIBPQ(PQgetvalue);
  CHITTY_LIBPQ(PQclear);
  CHITTY_LIBPQ(PQerrorMessage);
  CHITTY_LIBPQ(PQhost);
  CHITTY_LIBPQ(PQport);
  CHITTY_LIBPQ(PQdb);
#undef CHITTY_LIBPQ

  static Result<Libpq> open() {
    CHITTY_TRY(const auto library, Library::open("libpq.so.5", "libpq5"));
    Libpq pq;
    bool all = true;
    const auto find = [&]<class F>(F& into, const char* name) {
      into = reinterpret_cast<F>(library.find(name));
      all = all && into;
    };
#define CHITTY_LIBPQ(name) find(pq.name, #name)
    CHITTY_LIBPQ(PQconninfoParse), CHITTY_LIBPQ(PQconninfoFree), CHITTY_LIBPQ(PQfreemem), CHITTY_LIBPQ(PQconnectdbParams), CHITTY_LIBPQ(PQstatus), CHITTY_LIBPQ(PQfinish);
    CHITTY_LIBPQ(PQexecParams), CHITTY_LIBPQ(PQresultStatus), CHITTY_LIBPQ(PQresultErrorField), CHITTY_LIBPQ(PQntuples), CHITTY_LIBPQ(PQnfields), CHITTY_LIBPQ(PQgetvalue);
    CHITTY_LIBPQ(PQclear), CHITTY_LIBPQ(PQerrorMessage), CHITTY_LIBPQ(PQhost), CHITTY_LIBPQ(PQport), CHITTY_LIBPQ(PQdb);
#undef CHITTY_LIBPQ
    if (!all) return make_error(Code::not_supported, "libpq.so.5 of this machine lacks what is needed");
    return pq;
  }
};

using Parts = std::map<std::string, std::string>;

Result<Parts> parts_of(const Libpq& pq, const std::string& given) {
  const auto colon = given.find("://");
  const auto scheme = given.substr(0, colon);
  if (colon == given.npos || (scheme != "postgres" && scheme != "postgresql" && scheme != "neon"))
    return make_error(Code::configuration, "the database's URL does not begin with postgres://", "Write it as postgres://USER:PASSWORD@HOST:5432/NAME");
  const auto url = "postgresql" + given.substr(colon);
  char* words = nullptr;  // may quote the password, and is not handed on
  const std::unique_ptr<PQconninfoOption, decltype(pq.PQconninfoFree)> options(pq.PQconninfoParse(url.c_str(), &words), pq.PQconninfoFree);
  pq.PQfreemem(words);
  if (!options) return make_error(Code::configuration, "the database's URL cannot be read", "Write it as postgres://USER:PASSWORD@HOST:5432/NAME");
  Parts parts;
  for (const auto* one = options.get(); one->keyword; ++one)
    if (one->val && *one->val) parts.emplace(one->keyword, one->val);
  return parts;
}

bool is_here(const std::string& host) {
  in_addr number{};
  if (::inet_pton(AF_INET, host.c_str(), &number) == 1) return (ntohl(number.s_addr) >> 24) == 127;
  return host == "localhost" || host == "::1" || host.front() == '/' || host.front() == '@';
}

// Nothing goes to another machine before its certificate is verified, name and all.
Result<void> settle_tls(Parts& parts) {
  bool here = !std::getenv("PGHOSTADDR") && !std::getenv("PGSERVICE") && !parts.contains("service") && (parts.contains("host") || !std::getenv("PGHOST"));
  for (const auto* keyword : {"host", "hostaddr"})
    for (std::string rest = parts.contains(keyword) ? parts.at(keyword) : ""; !rest.empty();) {
      const auto comma = std::min(rest.find(','), rest.size());
      here = here && (comma == 0 || is_here(rest.substr(0, comma)));
      rest.erase(0, comma + 1);
    }
  if (here) return {};
  if (const auto mode = parts.find("sslmode"); mode != parts.end() && mode->second != "verify-full" && mode->second != "require")
    return make_error(Code::configuration, "the database's URL says sslmode=" + mode->second + ", which leaves a connection to another machine open to others", "Leave sslmode out: the certificate is then verified in full");
  parts["sslmode"] = "verify-full";
  if (parts["sslrootcert"].empty() || parts["sslrootcert"] == "system") {
    const char* named = std::getenv("SSL_CERT_FILE");
    parts["sslrootcert"] = named && *named ? named : "/etc/ssl/certs/ca-certificates.crt";
  }
  return {};
}

class Postgres final : public Database {
 public:
  Postgres(const Libpq& pq, PGconn* connection) : pq_(pq), connection_(connection) {}
  Postgres(const Postgres&) = delete;
  ~Postgres() override { pq_.PQfinish(connection_); }

  PGconn* connection() const { return connection_; }
  Engine engine() const override { return Engine::postgres; }
  std::string place() const override { return std::string(pq_.PQhost(connection_)) + ":" + pq_.PQport(connection_) + "/" + pq_.PQdb(connection_); }

  Result<std::vector<Row>> run(const std::string& sql, const std::vector<std::string>& values) override {
    std::vector<const char*> raw;
    for (const auto& one : values) raw.push_back(one.c_str());
    const std::unique_ptr<PGresult, decltype(pq_.PQclear)> result(pq_.PQexecParams(connection_, sql.c_str(), static_cast<int>(raw.size()), nullptr, raw.data(), nullptr, nullptr, 0), pq_.PQclear);
    const auto status = pq_.PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      const char* said = pq_.PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY);
      const char* code = pq_.PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
      auto error = make_error(Code::refused, std::string("the database refuses: ") + (said ? said : "the connection was lost"));
      error.details = {{"sqlstate", code ? code : ""}, {"statement", sql}};
      return error;
    }
    std::vector<Row> rows;
    for (int i = 0; i < pq_.PQntuples(result.get()); ++i) {
      Row row;
      for (int j = 0; j < pq_.PQnfields(result.get()); ++j) row.emplace_back(pq_.PQgetvalue(result.get(), i, j));
      rows.push_back(std::move(row));
    }
    return rows;
  }

  Result<void> begin() override {
    CHITTY_DO(run("BEGIN", {}));
    CHITTY_DO(run("SET LOCAL lock_timeout = '5s'", {}));
    CHITTY_DO(run("SET LOCAL client_min_messages = warning", {}));   // a notice would go to standard error
    CHITTY_DO(run("SELECT pg_advisory_xact_lock(7236825134)", {}));  // one deployment at a time
    return {};
  }

  Result<bool> has_table(const std::string& name) override {
    CHITTY_TRY(const auto rows, run("SELECT to_regclass($1) IS NOT NULL", {quoted_name(name)}));
    return rows.at(0).at(0) == "t";
  }

 private:
  Libpq pq_;
  PGconn* connection_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& url) {
  CHITTY_TRY(const auto pq, Libpq::open());
  CHITTY_TRY(auto parts, parts_of(pq, url));
  CHITTY_DO(settle_tls(parts));
  parts.emplace("connect_timeout", "10");
  parts["application_name"] = "chitty schema deploy";
  parts["client_encoding"] = "UTF8";
  std::vector<const char*> keywords, values;
  for (const auto& [keyword, value] : parts) keywords.push_back(keyword.c_str()), values.push_back(value.c_str());
  keywords.push_back(nullptr), values.push_back(nullptr);
  auto opened = std::make_unique<Postgres>(pq, pq.PQconnectdbParams(keywords.data(), values.data(), 0));
  PGconn* connection = opened->connection();
  if (pq.PQstatus(connection) == CONNECTION_OK) return std::unique_ptr<Database>(std::move(opened));
  const std::string said = pq.PQerrorMessage(connection);
  const bool password = said.find("password authentication failed") != said.npos, missing = said.find("does not exist") != said.npos;
  const std::string host = parts.contains("host") ? parts.at("host") : std::string("this machine");
  return make_error(password ? Code::unauthenticated : Code::unreachable,
                    "cannot reach the database at " + host + ": " + (password ? "the password is wrong" : missing ? "there is no such database or user"
                                                                                                                  : "no answer, or its certificate is not trusted"));
}

}  // namespace chittyschema::ddl

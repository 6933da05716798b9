#include "daemon/store/postgres/address.hpp"

#include "base/text.hpp"

#include <libpq-fe.h>

#include <arpa/inet.h>
#include <charconv>
#include <cstdlib>
#include <map>
#include <memory>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

using Parts = std::map<std::string, std::string>;  // libpq's keywords

constexpr const char* shape =
    "Write it as postgres://USER:PASSWORD@HOST:5432/NAME, other characters than letters and digits as %XX.";

// Our own parameters are not libpq's: taken out of the query, their values by name.
std::string take_parameter(std::string& url, const std::string& name) {
  const auto query = url.find('?');
  if (query == std::string::npos) return {};
  std::string kept, value;
  for (const auto& pair : split(std::string_view(url).substr(query + 1), '&')) {
    if (pair.rfind(name + "=", 0) == 0)
      value = pair.substr(name.size() + 1);
    else if (!pair.empty())
      kept += (kept.empty() ? "?" : "&") + pair;
  }
  url = url.substr(0, query) + kept;
  return value;
}

Result<Parts> parse(const std::string& url) {
  // What libpq says of a URL it cannot read may quote the password, so its words are not handed on.
  char* words = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(url.c_str(), &words),
                                                                               PQconninfoFree);
  const bool unknown = words && std::string_view(words).find("invalid URI query parameter") != std::string_view::npos;
  PQfreemem(words);
  if (unknown)
    return make_error(
        Code::configuration, "The database's URL has a parameter after its '?' that PostgreSQL does not know.",
        "Known parameters: those of libpq, such as sslmode, sslrootcert and connect_timeout, and connections and pooled.");
  if (!options) return make_error(Code::configuration, "The database's URL cannot be read.", shape);
  Parts parts;
  for (const auto* option = options.get(); option->keyword; ++option)
    if (option->val && *option->val) parts.emplace(option->keyword, option->val);
  return parts;
}

bool is_local(const std::string& host) {
  in_addr number{};
  if (::inet_pton(AF_INET, host.c_str(), &number) == 1) return (ntohl(number.s_addr) >> 24) == 127;
  return host == "localhost" || host == "::1" || host.front() == '/' || host.front() == '@';
}

// Does every host that may be connected to belong to this machine? What the environment may add counts as elsewhere.
bool stays_here(const Parts& parts) {
  const auto given = [&](const char* keyword) { return parts.count(keyword) ? parts.at(keyword) : std::string(); };
  if (std::getenv("PGHOSTADDR") || (given("host").empty() && std::getenv("PGHOST")) || parts.count("service") ||
      std::getenv("PGSERVICE"))
    return false;
  for (const char* keyword : {"host", "hostaddr"})
    for (const auto& host : split(given(keyword), ','))
      if (!host.empty() && !is_local(host)) return false;
  return true;
}

Result<void> settle_tls(Parts& parts) {
  const auto given = parts.find("sslmode");
  if (given == parts.end())
    parts["sslmode"] = "verify-full";
  else if (given->second != "verify-full" && !stays_here(parts))
    return make_error(Code::configuration,
                      "The database's URL says sslmode=" + given->second +
                          ", which leaves a connection to another machine open to others.",
                      "Leave sslmode out: the certificate is then verified in full. Name an authority of your own with "
                      "sslrootcert=FILE.");
  auto& roots = parts["sslrootcert"];
  if (!roots.empty() && roots != "system") return {};
  if (const char* named = std::getenv("SSL_CERT_FILE"); named && *named) {
    roots = named;
    return {};
  }
  for (const char* file :
       {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"})
    if (roots = file; ::access(file, R_OK) == 0) return {};
  return {};  // libpq says that the file is missing
}

// Every character that could end a value or be looked for in it is escaped.
std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\' || c == '=') text.push_back('\\');
    text.push_back(c);
  }
  return text + "'";
}

}  // namespace

Result<PostgresAddress> postgres_address(const std::string& given_url) {
  std::string url = "postgresql" + given_url.substr(std::min(given_url.find(':'), given_url.size()));
  PostgresAddress address;
  if (const auto count = take_parameter(url, "connections"); !count.empty()) {
    const auto read = std::from_chars(count.data(), count.data() + count.size(), address.connections);
    if (read.ec != std::errc() || read.ptr != count.data() + count.size() || address.connections < 2 ||
        address.connections > 1000)
      return make_error(Code::configuration, "The database's URL must say connections as a number from 2 to 1000.");
  }
  const auto pooled = take_parameter(url, "pooled");
  auto parts = parse(url);
  if (!parts) return parts.error();
  if (auto settled = settle_tls(*parts); !settled) return settled.error();
  const auto host = (*parts)["host"].empty() ? (*parts)["hostaddr"] : (*parts)["host"];
  const auto first_part = host.substr(0, host.find('.'));
  address.pooled = pooled == "yes" || pooled == "true" ||
                   (pooled.empty() && first_part.size() > 7 && first_part.ends_with("-pooler"));
  address.shown = (host.empty() ? "this machine" : host) + (parts->count("port") ? ":" + (*parts)["port"] : "") +
                  (parts->count("dbname") ? "/" + (*parts)["dbname"] : "");

  // Unless the URL says otherwise. A connection that is dead must be noticed while somebody still waits; Kerberos' own
  // encryption would go before TLS.
  const std::pair<const char*, const char*> usual[] = {{"application_name", "chittyd"}, {"connect_timeout", "5"}, {"keepalives_idle", "15"}, {"keepalives_interval", "5"}, {"keepalives_count", "3"}, {"tcp_user_timeout", "30000"}, {"gssencmode", "disable"}};
  for (const auto& [keyword, value] : usual) parts->emplace(keyword, value);
  // A statement without end must not hold its thread until the daemon takes the service for hanging. (A pooler takes no options.)
  if (!address.pooled) parts->emplace("options", "-c statement_timeout=100s");
  (*parts)["client_encoding"] = "UTF8";
  for (const auto& [keyword, value] : *parts)
    if (!value.empty()) address.words += keyword + "=" + quoted(value) + " ";
  return address;
}

}  // namespace chitty::host::daemon

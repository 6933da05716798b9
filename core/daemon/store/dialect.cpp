#include "daemon/store/dialect.hpp"

#include "base/process/shared_library.hpp"
#include "daemon/store/postgres/entry.hpp"

namespace chitty::host::daemon {
namespace {

Result<std::unique_ptr<Dialect>> postgres_dialect(const std::string& url, const std::filesystem::path& library) {
  const auto path = library / "postgres.so";
  const auto engine = SharedLibrary::open(path);
  if (!engine)
    return make_error(Code::not_supported,
                      "cannot load chittyd's PostgreSQL module: " + engine.error().message,
                      "Install PostgreSQL's client library (Debian: libpq5); " + path.string() + " belongs to chitty.");
  const auto entry = engine->function<PostgresEntry>(postgres_entry_name);
  const std::unique_ptr<Result<std::unique_ptr<Dialect>>> made(entry ? entry(CHITTY_VERSION, url) : nullptr);
  if (!made)
    return make_error(Code::not_supported,
                      "the PostgreSQL module at " + path.string() + " is not of chittyd " CHITTY_VERSION ".",
                      "Install chitty again, so that both are of one version.");
  return std::move(*made);
}

}  // namespace

Result<std::unique_ptr<Dialect>> dialect_for(const std::string& url, const std::filesystem::path& library) {
  const auto colon = url.find(':');
  const std::string scheme = colon == std::string::npos ? std::string() : url.substr(0, colon);
  if (scheme == "sqlite" && url.size() > 7) return sqlite_dialect(url.substr(7));
  if (scheme == "postgres" || scheme == "postgresql" || scheme == "neon") return postgres_dialect(url, library);
  return make_error(Code::not_supported,
                    scheme.empty() ? "The database must be given as a URL."
                                   : "chittyd does not support databases of the kind '" + scheme + "'.",
                    "Use sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME");
}

}  // namespace chitty::host::daemon

#include "daemon/tls/server_tls.hpp"

#include "base/process/shared_library.hpp"
#include "daemon/tls/engine/entry.hpp"

namespace chitty::host::daemon {

Result<std::unique_ptr<ServerTls>> open_server_tls(const std::filesystem::path& library, const TlsFiles& files) {
  const auto path = library / "tls.so";
  const auto engine = SharedLibrary::open(path);
  if (!engine)
    return make_error(Code::not_supported, "cannot load chittyd's TLS module: " + engine.error().message,
                      "Install OpenSSL (Debian: libssl3); " + path.string() + " belongs to chitty.");
  const auto entry = engine->function<TlsEntry>(tls_entry_name);
  const std::unique_ptr<Result<std::unique_ptr<ServerTls>>> made(entry ? entry(CHITTY_VERSION, files) : nullptr);
  if (!made)
    return make_error(Code::not_supported, "the TLS module at " + path.string() + " is not of chittyd " CHITTY_VERSION ".",
                      "Install chitty again, so that both are of one version.");
  return std::move(*made);
}

}  // namespace chitty::host::daemon

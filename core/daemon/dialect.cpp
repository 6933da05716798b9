#include "daemon/dialect.hpp"

namespace chitty::daemon {

Result<std::unique_ptr<Dialect>> dialect_for(const std::string& url) {
  if (url.rfind("sqlite:", 0) == 0 && url.size() > 7) return sqlite_dialect(url.substr(7));
  const std::string scheme = url.substr(0, url.find(':'));
  return make_error(Code::not_supported, "This chittyd has no engine for databases of the kind '" + scheme + "'.",
                    "Use sqlite:PATH");
}

}  // namespace chitty::daemon

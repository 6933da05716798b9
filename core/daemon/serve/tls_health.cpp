#include "daemon/serve/tls_health.hpp"

#include "base/json_pieces.hpp"
#include "base/time.hpp"

namespace chitty::host::daemon {

std::string tls_object(const std::string& address, const ServerTls::Facts& facts) {
  std::string text = "{\"address\":";
  append_quoted(text, address);
  text.append(",\"names\":[");
  for (const auto& name : facts.names) {
    if (text.back() != '[') text.push_back(',');
    append_quoted(text, name);
  }
  text.push_back(']');
  append_member(text, "issuer", facts.issuer);
  append_member(text, "expiresAt", rfc3339(facts.ends));
  text.push_back('}');
  return text;
}

std::optional<Fault> tls_fault(const ServerTls::Facts& facts, std::int64_t now) {
  constexpr std::int64_t day = 24LL * 3600 * 1000;
  if (now < facts.begins) return Fault{"tls", "The certificate is not valid before " + rfc3339(facts.begins) + ".", false};
  if (now >= facts.ends) return Fault{"tls", "The certificate expired at " + rfc3339(facts.ends) + ".", false};
  const std::int64_t days = (facts.ends - now) / day;
  if (days >= warn_days) return std::nullopt;
  const std::string in = days == 0 ? "in less than a day" : days == 1 ? "in a day"
                                                                      : "in " + std::to_string(days) + " days";
  return Fault{"tls", "The certificate expires " + in + ", at " + rfc3339(facts.ends) + ".", false, true};
}

}  // namespace chitty::host::daemon

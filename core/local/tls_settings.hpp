// How the daemon of this machine listens with TLS: kept beside its port in chittyd.json.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host {

namespace json = boost::json;

struct TlsSettings {
  bool on = false;
  std::uint16_t port = 0;
  std::string certificate, key, authority;  // PEM files; the authority is for clients, and may be empty: one that the system knows
  std::string base_url;                     // by which clients reach it; empty: it has not run yet

  bool operator==(const TlsSettings&) const = default;
  std::vector<std::string> words() const;  // for chittyd
};

// What somebody wants of it now; what is not said stays.
struct TlsWish {
  std::optional<bool> on;
  std::optional<std::uint16_t> port;
  std::string certificate, key, authority;

  bool is_one() const { return on || port || !certificate.empty() || !key.empty() || !authority.empty(); }
};

// Of chitty.local/1: {"tls":bool?,"tlsPort":N?,"tlsCertificate"?,"tlsKey"?,"authority"?}. INVALID_ARGUMENT.
Result<TlsWish> tls_wish(const json::object& options);

TlsSettings kept_tls(const json::object& settings);
void keep_tls(const TlsSettings& tls, json::object& settings);

// The port is the plain one's neighbour unless another was said; 0 (said, or beside a plain 0) is what the kernel gives. CONFIGURATION, reason "no_certificate": there is none to listen with.
Result<TlsSettings> tls_as_wished(TlsSettings kept, const TlsWish& wish, std::uint16_t plain_port);

// The address of a daemon at this port whose certificate has these names: this machine's own where it can be.
std::string tls_base_url(const json::object& health_of_tls, std::uint16_t port);

}  // namespace chitty::host

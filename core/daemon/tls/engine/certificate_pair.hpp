// A certificate and its key, read from files and fit to serve: what a new session is made by.
#pragma once

#include "daemon/tls/server_tls.hpp"
#include "net/engine/openssl.hpp"

namespace chitty::host::daemon {

struct PairText {
  std::string certificate, key;
  bool is_same(const PairText& other) const { return certificate == other.certificate && key == other.key; }
};

// Both files. CONFIGURATION: one cannot be read or is too large, or the key is not its owner's alone.
Result<PairText> read_pair(const TlsFiles& files);

struct CertificatePair {
  PairText text;
  SslCtxPtr context;
  ServerTls::Facts facts;

  // "*.example.org" is for one label more. Names in any case; an address in the spelling of inet_ntop.
  bool is_for(std::string_view host) const;
};

// CONFIGURATION with the path: no PEM, another certificate's key, a key behind a password, too weak, not for servers, no names.
Result<std::shared_ptr<const CertificatePair>> make_pair(const TlsFiles& files, PairText text);

}  // namespace chitty::host::daemon

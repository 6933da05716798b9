// The head of one request: its line and its fields, in one piece of memory that is used again for the next request.
//
// Whose text it is: what this gives are views of its own memory. It is filled while the head is parsed and not touched from then
// until the reply has ended, so whatever was borrowed (an Admission, a service's request info, a token) holds that long, and no
// longer. Trailers do not come here.
#pragma once

#include "base/text.hpp"
#include "daemon/wire/fields.hpp"

#include <string_view>

namespace chitty::host::daemon {

class RequestHead : public Fields {
 public:
  void clear() { Fields::clear(), method_ = target_ = authority_ = {}, absolute_ = false; }
  void rest() { shrink(); }
  void start(std::string_view method, std::string_view target, int version);

  // How the connection came, for all of its requests: https, where it came by TLS to this daemon itself. What a field says of that
  // (X-Forwarded-Proto) anybody may have written.
  void comes_by_tls(bool is) { tls_ = is; }
  bool by_tls() const { return tls_; }
  std::string_view scheme() const { return tls_ ? "https://" : "http://"; }

  std::string_view method() const { return view(method_); }
  // As if it had been sent without scheme and authority, when it came in absolute form (RFC 9112, 3.2.2).
  std::string_view target() const { return view(target_); }
  // Who is meant: the target's own authority where it has one, which goes before the field Host; else that field.
  std::string_view authority() const { return absolute_ ? view(authority_) : first("Host"); }
  int version() const { return version_; }  // 10 or 11

 private:
  Piece method_, target_, authority_;
  int version_ = 11;
  bool absolute_ = false, tls_ = false;
};

}  // namespace chitty::host::daemon

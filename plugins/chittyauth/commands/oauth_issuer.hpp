// An issuer as commands ask it: what it says of itself, and its token endpoint.
#pragma once

#include <chitty/form.hpp>
#include <chitty/host.hpp>

#include "../issuer.hpp"
#include "../names.hpp"

namespace chittyauth::commands {

// The issuer at the address `where`, or the remote of that name; empty: the one that the call runs against. Another one
// must be a remote of the type oauth-server, since requests go to remotes only.
Result<Issuer> find_issuer(Host& host, const std::string& url);
Result<Issuer> issuer_at(Host& host, const std::string& remote);

// Its answer to a form, whatever the status, as JSON.
struct IssuerReply {
  int status = 0;
  json::object body;
};
Result<IssuerReply> ask_issuer(Host& host, const Issuer& issuer, const std::string& target, Query form);

// Its refusal in its own words.
Error refusal_of(const json::object& body);

// Tokens that it has given, checked against what was asked (`nonce` empty: none was sent; `subject`: whom they renew),
// and kept. The record to show: who signed in, which scopes, until when; never a token.
struct Asked {
  std::string client_id, nonce{}, scope{}, subject{};
};
Result<Reply> keep_tokens(Host& host, const Issuer& issuer, const json::object& tokens, const Asked& asked);

// The same of those that it gives for a form.
Result<Reply> ask_for_tokens(Host& host, const Issuer& issuer, Query form, const Asked& asked);

}  // namespace chittyauth::commands

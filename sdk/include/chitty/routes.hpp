// Routes that services have alike: a plugin names them in its table as it names its own, {"health", chitty::health}.
#ifndef CHITTY_ROUTES_HPP
#define CHITTY_ROUTES_HPP

#include <chitty/answers.hpp>
#include <chitty/jws.hpp>

namespace chitty {

// GET /health: the service is up, and its store with it. "ok" is the word that every checker of health on the wire
// takes for well.
Result<Response> health(Service& service);

// GET /.well-known/jwks.json: what may be published of the keys (columns kid and jwk) that `sql` selects: every one
// whose signatures are still to be checked, retired ones too.
Result<Response> key_set(Service& service, std::string_view sql);

}  // namespace chitty

#endif  // CHITTY_ROUTES_HPP

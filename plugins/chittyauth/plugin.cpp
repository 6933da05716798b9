// chittyauth: what is behind its commands and routes has the names of manifest.json (chittyauth_names.hpp).
#include <chitty/routes.hpp>

#include "names.hpp"
#include "service/identity.hpp"
#include "service/oauth/key.hpp"

namespace chittyauth::routes {

Result<Response> health(Service& service) { return chitty::health(service); }

}  // namespace chittyauth::routes

CHITTY_PLUGIN(.commands = chittyauth::commands::table(), .routes = chittyauth::routes::table(),
              .start = chitty::auth::prepare_oauth_key,
              .identity = {.check = chitty::auth::who_is, .used = chitty::auth::note_uses})

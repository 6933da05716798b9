// The records of this ChittyOS's own services, published as schemas: what each installed plugin's manifest has as a shape with a title.
#pragma once

#include <chitty/service.hpp>

namespace chittyschema {

namespace json = boost::json;

// The service's `tend`: looks at what is installed and publishes what is new.
chitty::Result<std::chrono::milliseconds> publish_ecosystem(chitty::Service& service);

}  // namespace chittyschema

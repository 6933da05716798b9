// What a test says of a right object to make it a wrong one.
#pragma once

#include <boost/json/object.hpp>

namespace chitty::auth::testing {

// `all` with the members of `change` instead; null takes one away.
inline boost::json::object changed(boost::json::object all, const boost::json::object& change) {
  for (const auto& [name, value] : change) {
    if (value.is_null())
      all.erase(name);
    else
      all[name] = value;
  }
  return all;
}

}  // namespace chitty::auth::testing

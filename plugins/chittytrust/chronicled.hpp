// An event of the chronicle as one of trust: whom it is about, and what it says of them. The rules stand in the README.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chittytrust {

struct Chronicled {
  std::string entity, id, timestamp;
  std::string type, channel, outcome;
  std::vector<std::string> tags{};
  std::string actor{};  // who did it, where that is another entity: a connection to `entity`

  // Further facts of other services.
  enum class Fact {
    none,
    created,             // an identity was minted
    credential_issued,   // by somebody else
    credential_revoked,  // its id is `credential`
  };
  Fact fact = Fact::none;
  std::string credential{}, credential_type{};
};

// None where the event says nothing of anybody's conduct: traffic (tokens, sessions, limits), what somebody recorded of themselves,
// and what trust has recorded itself.
std::optional<Chronicled> read_chronicled(const boost::json::object& event);

}  // namespace chittytrust

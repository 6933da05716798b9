// What is known of an entity besides its events, at the time that is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace chittytrust {

struct Profile {
  std::string id;
  std::optional<std::int64_t> created_at{};  // milliseconds; where nobody said it, the first event stands for it
  bool identity_verified = false;
  std::optional<double> transparency{};  // 0 to 1
  std::int64_t credentials = 0, professional = 0;
  bool government_id = false;
  std::int64_t connections = 0, connection_trust = 0;  // how many; their trust in hundredths, added up
  std::set<std::string> connection_types{};
};

}  // namespace chittytrust

// Answers to lookups, kept for a second: whoever asks where a service is asks often. What changes here is forgotten at once, what
// another daemon of the database changes within that second.
#pragma once

#include <chitty/service.hpp>
#include <optional>

namespace chittyregistry {

struct KeptLookup {
  std::string body, etag;
};

std::optional<KeptLookup> kept_lookup(const std::string& key, std::int64_t now);
void keep_lookup(const std::string& key, KeptLookup lookup, std::int64_t now);
void forget_lookups();

}  // namespace chittyregistry

// Somebody who is known by a token, and what they may do.
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/token_uses.hpp"
#include "plugin/manifest.hpp"

namespace chitty::daemon {

struct LimitCounter;

// Never changes: shared by requests.
struct KnownCaller {
  struct Facts {
    std::string subject;
    std::vector<std::string> scopes;  // "acme:read", "acme:*", "admin:*"; the owner needs none
    std::string token_id;             // may be empty
    bool owner = false;
    std::int64_t expires_at = 0;  // milliseconds since 1970; 0: never
    std::optional<RateLimit> limit;
  };
  explicit KnownCaller(Facts known);

  // The scope itself, all of its service, or "admin:*", which stands for every scope.
  bool may(std::string_view scope) const;

  const Facts facts;
  const std::string json;                 // as chitty.exchange/1 gives it
  std::shared_ptr<TokenUse> use;          // where requests with its token are counted; null when nobody asks
  std::shared_ptr<LimitCounter> counter;  // and where they are held against its limit; null when it has none
};

using Caller = std::shared_ptr<const KnownCaller>;

// From what the role identity answers (plugin.h, chitty.identity/1). UNAUTHENTICATED when it has expired by `now_ms`;
// PLUGIN_FAULT names what the answer lacks.
Result<KnownCaller::Facts> caller_facts(std::string_view answer, std::int64_t now_ms);

}  // namespace chitty::daemon

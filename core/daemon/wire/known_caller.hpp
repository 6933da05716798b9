// An authenticated caller: subject, scopes and limits.
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/wire/limit_counter.hpp"
#include "daemon/wire/token_uses.hpp"
#include "manifest/manifest.hpp"

namespace chitty::host::daemon {

// Never changes: shared by requests.
struct KnownCaller {
  struct Facts {
    std::string subject;
    std::vector<std::string> scopes;  // "acme:read", "acme:*", "admin:*"; the owner needs none
    std::string token_id;             // may be empty
    bool owner = false;
    std::int64_t expires_at = 0;             // milliseconds since 1970; 0: never
    std::optional<RateLimit> limit;          // of the token
    std::optional<RateLimit> subject_limit;  // of its subject, over all tokens
  };
  explicit KnownCaller(Facts known);

  // The scope itself, all of its service, or "admin:*", which stands for every scope.
  bool may(std::string_view scope) const;
  // How many things it has is nobody's to bound: the owner, administrators, services.
  bool is_unbounded() const;

  const Facts facts;
  const std::string json;                         // as chitty.exchange/1 gives it
  std::shared_ptr<TokenUse> use;                  // where requests with its token are counted; null when nobody asks
  std::shared_ptr<LimitCounter> counter;          // and where they are held against its limit; null when it has none
  std::shared_ptr<LimitCounter> subject_counter;  // and against that of its subject; likewise
};

using Caller = std::shared_ptr<const KnownCaller>;

// From what the role identity answers (plugin.h, chitty.identity/1). UNAUTHENTICATED when it has expired by `now_ms`;
// PLUGIN_FAULT names what the answer lacks.
Result<KnownCaller::Facts> caller_facts(std::string_view answer, std::int64_t now_ms);

}  // namespace chitty::host::daemon

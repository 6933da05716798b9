// What a reply says of the limits of the policy: fields and refusal. The one place that knows the draft's words.
#pragma once

#include "daemon/gate/policy_limiter.hpp"
#include "daemon/wire/exchange.hpp"
#include "daemon/wire/http_error.hpp"

namespace chitty::host::daemon {

// draft-ietf-httpapi-ratelimit-headers-11: `RateLimit-Policy: "lim_1";q=1000;w=3600` and `RateLimit: "lim_1";r=12;t=40`, as lines.
// No more than r may be used within t seconds; Retry-After says the same t.
Exchange::Rates rate_fields(const PolicyLimiter::Decision& decision);

Error rate_used_up(const PolicyLimiter::Decision& decision);      // RATE_LIMITED; UNREACHABLE when nobody knows
HttpError rate_refusal(const PolicyLimiter::Decision& decision);  // the same, 429 or 503

}  // namespace chitty::host::daemon

// What the service does without being asked: the work that deliveries have left behind.
#include "tending.hpp"

#include "delivery.hpp"

namespace chittyconnect {

chitty::Result<std::chrono::milliseconds> tend(chitty::Service& service) {
  for (int done = 0; done < 1000 && !service.cancelled(); ++done) {
    CHITTY_TRY(const bool more, github::work_at_one(service));
    if (!more) break;
  }
  CHITTY_DO(github::forget_old(service));
  return std::chrono::minutes(1);
}

}  // namespace chittyconnect

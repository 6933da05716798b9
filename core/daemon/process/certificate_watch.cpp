#include "daemon/process/certificate_watch.hpp"

#include "base/time.hpp"

namespace chitty::host::daemon {

// Of two files that are exchanged one after the other, the pair does not fit for a moment: it is told when it still does not a second
// later.
void CertificateWatch::tick(Clock::time_point now) {
  if (now < next_) return;
  next_ = now + std::chrono::seconds(1);
  const auto changed = tls_.look_again();
  if (!changed) {
    const std::string why = changed.error().message;
    const bool still = why == unfit_;
    if (still && !told_)
      log_.warn("the new certificate is not used: " + why + "; the one before it is, until " + rfc3339(tls_.facts().ends));
    told_ = still;
    unfit_ = why;
    return;
  }
  if (told_ && !*changed) log_.info("the certificate in use is the one in its file again");
  if (*changed) log_.info("a new certificate is in use, valid until " + rfc3339(tls_.facts().ends));
  unfit_.clear();
  told_ = false;
}

}  // namespace chitty::host::daemon

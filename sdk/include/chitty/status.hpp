// Codes (plugin.h) and statuses of HTTP, each as the other: the host, the daemon, services and the testkit all read
// these two tables. Whoever passes a failure on passes its side on too: 4xx stays 4xx, and 5xx stays 5xx.
#ifndef CHITTY_STATUS_HPP
#define CHITTY_STATUS_HPP

#include <chitty/error.hpp>

namespace chitty {

// What a reply of this status, 400 or above, means to whoever asked.
//
// 400 is REFUSED and not INVALID_ARGUMENT: the words were checked against the manifest before anything was sent, so
// they are words that the service knows and says no to; and services say 400 to much that is no fault of words, such as
// an address that is taken, a code used twice, a record that is not valid. INVALID_ARGUMENT (exit code 2) so means that
// nothing was sent. A failure inside (500, 501 and the like) is no refusal but an answer other than what was agreed.
inline Code code_of_status(int status) {
  switch (status) {
    case 401:
      return Code::unauthenticated;
    case 403:
      return Code::permission_denied;
    case 404:
    case 410:
      return Code::not_found;
    case 409:
    case 412:
      return Code::conflict;
    case 429:
      return Code::rate_limited;
    case 408:
      return Code::timeout;
    case 502:
    case 503:
    case 504:
      return Code::unreachable;
    default:
      return status >= 500 ? Code::malformed : Code::refused;
  }
}

// The status by which a service, or the daemon for it, answers a failure. A code newer than this header stands for its
// class.
inline int status_of_code(Code code) {
  switch (code) {
    case Code::invalid_argument:
      return 400;
    case Code::unauthenticated:
      return 401;
    case Code::permission_denied:
      return 403;
    case Code::not_found:
      return 404;
    case Code::conflict:
      return 409;
    case Code::refused:
      return 422;
    case Code::rate_limited:
      return 429;
    case Code::malformed:
      return 502;
    case Code::configuration:
    case Code::unreachable:
    case Code::timeout:
    case Code::cancelled:
      return 503;
    case Code::not_supported:
      return 501;
    case Code::plugin_fault:
    case Code::host_fault:
      return 500;
  }
  const auto first = static_cast<Code>(static_cast<int>(code) / 100 * 100);
  return first == code ? 500 : status_of_code(first);
}

}  // namespace chitty

#endif  // CHITTY_STATUS_HPP

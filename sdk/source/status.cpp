#include <chitty/status.hpp>

namespace chitty {

Code code_of_status(int status) {
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

}  // namespace chitty

#include "daemon/serve/request_parser.hpp"

#include <functional>

namespace chitty::host::daemon {

bool RequestParser::is_folded(std::string_view fed, std::string_view name, std::string_view value) {
  const char* const behind = name.data() + name.size();
  const std::less<const char*> before;  // the pointers may be of different memory
  if (before(value.data(), behind) || before(fed.data() + fed.size(), value.data() + value.size())) return true;
  return std::string_view(behind, static_cast<std::size_t>(value.data() - behind)).find('\n') != std::string_view::npos;
}

}  // namespace chitty::host::daemon
